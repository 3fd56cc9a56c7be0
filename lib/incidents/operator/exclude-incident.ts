import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisInstant } from '../paris-minute'
import { type IncidentRow, listIncidentResources, lockIncident } from '../queries/incidents'
import type { DecideExclusionInput, RevokeExclusionInput } from '../schema'
import { incidentCan } from '../states'
import { insertExclusion, lockExclusion, revokeExclusion as updateRevoked } from './queries/exclusions'

/** Forms have minute precision: the minute in which the incident began or ended belongs to it. */
const minuteMs = 60_000

/**
 * Decides force majeure: excludes the affected resources of the incident from the availability between `fromAt` and
 * `toAt`, with a reason that customers read. It covers the resources affected at the time of the decision, within the
 * incident's duration so far.
 *
 * @throws DomainError `not_found`, `state_forbids`, `proof_required`, `invalid_input` about `fromAt` or `toAt`
 */
export async function decideExclusion(
  ctx: OpContext,
  input: DecideExclusionInput,
): Promise<{ id: Id<'exclusion'> }> {
  const staffId = authorizeStaff(ctx, 'incident:exclude')
  await requireFreshProof(ctx)
  const [fromAt, toAt] = [parisInstant(input.fromAt), parisInstant(input.toAt)]
  if (toAt <= fromAt)
    throw new DomainError('invalid_input', { field: 'toAt', params: { reason: 'end_before_start' } })
  const id = newId('exclusion', ctx.now.getTime())
  await withStaff(ctx, async (tx) => {
    const incident = await lockIncident(tx, input.incidentId)
    if (!incident) throw new DomainError('not_found')
    if (!incidentCan.beExplained(incident.state))
      throw new DomainError('state_forbids', { params: { state: incident.state } })
    refuseOutside(incident, { fromAt, toAt }, ctx.now)
    const resources = await listIncidentResources(tx, [incident.id])
    await insertExclusion(
      tx,
      {
        id,
        rule: 'force_majeure',
        scopeKind: 'incident',
        scopeId: incident.id,
        fromAt,
        toAt,
        reason: input.reason,
        decidedByStaffId: staffId,
        decidedAt: ctx.now,
        revokedByStaffId: null,
        revokedAt: null,
      },
      resources,
    )
    await recordAudit(tx, ctx, 'exclusion.decided', {
      organisationId: null,
      kind: 'exclusion',
      id,
      details: {
        incidentId: incident.id,
        startsAt: fromAt.toISOString(),
        endsAt: toAt.toISOString(),
        reason: input.reason,
      },
    })
  })
  return { id }
}

/**
 * An exclusion lies within the incident: not before its start, not after its end, and not in the future of an ongoing
 * one.
 */
function refuseOutside(
  { startedAt, resolvedAt }: IncidentRow,
  { fromAt, toAt }: { fromAt: Date; toAt: Date },
  now: Date,
): void {
  const refusal = (field: string, reason: string) =>
    new DomainError('invalid_input', { field, params: { reason } })
  if (fromAt.getTime() < Math.floor(startedAt.getTime() / minuteMs) * minuteMs)
    throw refusal('fromAt', 'before_incident')
  if (toAt.getTime() > Math.ceil((resolvedAt ?? now).getTime() / minuteMs) * minuteMs)
    throw refusal('toAt', resolvedAt ? 'after_incident' : 'in_the_future')
}

/**
 * Revokes an exclusion, also for the past; idempotent.
 *
 * @throws DomainError `not_found`, `proof_required`
 */
export async function revokeExclusion(ctx: OpContext, input: RevokeExclusionInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'incident:exclude')
  await requireFreshProof(ctx)
  const id = input.exclusionId
  await withStaff(ctx, async (tx) => {
    const exclusion = await lockExclusion(tx, id)
    if (!exclusion) throw new DomainError('not_found')
    if (exclusion.revokedAt) return
    await updateRevoked(tx, id, { revokedByStaffId: staffId, revokedAt: ctx.now })
    await recordAudit(tx, ctx, 'exclusion.revoked', {
      organisationId: null,
      kind: 'exclusion',
      id,
      details: { incidentId: exclusion.scopeId },
    })
  })
}
