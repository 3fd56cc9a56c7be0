import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisInstant } from '../paris-minute'
import {
  insertIncident,
  insertIncidentUpdate,
  lockIncidents,
  upsertIncidentResources,
} from '../queries/incidents'
import type { OpenIncidentInput } from '../schema'
import { readPlace } from './places'

const oldestMs = 7 * 86_400_000

/**
 * Opens an incident that probes did not propose, with its first public update and all resources of that place as
 * affected, until staff end it. Within seconds a worker notifies the customers.
 *
 * @throws DomainError `not_found`, `conflict` when the place has a live incident, `invalid_input` about `startedAt`
 */
export async function openIncident(
  ctx: OpContext,
  input: OpenIncidentInput,
): Promise<{ id: Id<'incident'> }> {
  const staffId = authorizeStaff(ctx, 'incident:act')
  const { severity, state, titleFr, titleEn, textFr, textEn } = input
  const startedAt = parisInstant(input.startedAt)
  if (startedAt > ctx.now)
    throw new DomainError('invalid_input', { field: 'startedAt', params: { reason: 'in_the_future' } })
  if (ctx.now.getTime() - startedAt.getTime() > oldestMs)
    throw new DomainError('invalid_input', { field: 'startedAt', params: { reason: 'too_old' } })
  const id = newId('incident', ctx.now.getTime())
  await withStaff(ctx, async (tx) => {
    const { domain, domainId, zoneId, standing } = await readPlace(tx, input.place, ctx.now)
    await lockIncidents(tx)
    const isNew = await insertIncident(tx, {
      id,
      state,
      severity,
      titleFr,
      titleEn,
      domain,
      domainId,
      zoneId,
      startedAt,
      detectedAt: ctx.now,
      openedAt: ctx.now,
      openedByStaffId: staffId,
      repairedAt: null,
      resolvedAt: null,
      rootCauseFr: null,
      rootCauseEn: null,
      postMortemFr: null,
      postMortemEn: null,
    })
    if (!isNew) throw new DomainError('conflict', { params: { reason: 'incident_goes_on' } })
    await upsertIncidentResources(
      tx,
      standing.map((each) => ({
        incidentId: id,
        subjectId: each.id,
        subjectKind: each.kind,
        organisationId: each.organisationId,
        fromAt: new Date(Math.max(each.createdAt.getTime(), startedAt.getTime())),
        toAt: null,
      })),
    )
    const updateId = newId('incidentUpdate', ctx.now.getTime())
    await insertIncidentUpdate(tx, {
      id: updateId,
      incidentId: id,
      at: ctx.now,
      state,
      textFr,
      textEn,
      staffId,
    })
    await recordAudit(tx, ctx, 'incident.opened', {
      organisationId: null,
      kind: 'incident',
      id,
      details: { domain, domainId, severity, resources: standing.length },
    })
  })
  return { id }
}
