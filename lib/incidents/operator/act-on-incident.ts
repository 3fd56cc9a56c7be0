import { type Tx, withStaff } from '~/db/client'
import type { IncidentState } from '~/db/schema/incidents'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  endIncidentResources,
  type IncidentRow,
  insertIncidentUpdate,
  lockIncident,
  updateIncident,
} from '../queries/incidents'
import type {
  AcceptIncidentInput,
  DismissIncidentInput,
  ExplainIncidentInput,
  UpdateIncidentInput,
} from '../schema'
import { incidentCan } from '../states'

/**
 * Accepts a proposed incident under a title given by staff; publishes it and notifies the affected customers.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function acceptIncident(ctx: OpContext, input: AcceptIncidentInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'incident:act')
  const { state, severity, titleFr, titleEn } = input
  await change(ctx, input.incidentId, async (tx, incident) => {
    if (incident.state !== 'proposed') throw refused(incident)
    const opened = { openedAt: ctx.now, openedByStaffId: staffId }
    await updateIncident(tx, incident.id, { state, severity, titleFr, titleEn, ...opened })
    await say(tx, ctx, incident, { ...input, staffId })
    await audit(tx, ctx, 'incident.accepted', incident, { to: state, severity })
  })
}

/**
 * Dismisses a proposed incident, without notifying anyone.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function dismissIncident(ctx: OpContext, input: DismissIncidentInput): Promise<void> {
  authorizeStaff(ctx, 'incident:act')
  await change(ctx, input.incidentId, async (tx, incident) => {
    if (!incidentCan.become(incident.state, 'dismissed')) throw refused(incident)
    await updateIncident(tx, incident.id, { state: 'dismissed' })
    await audit(tx, ctx, 'incident.dismissed', incident, { reason: input.reason })
  })
}

/**
 * Publishes an immutable update. With `resolved` the incident ends, and its affected resources are recovered, from now
 * on unless probes saw it earlier.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function updateIncidentInPublic(ctx: OpContext, input: UpdateIncidentInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'incident:act')
  const { state, severity } = input
  await change(ctx, input.incidentId, async (tx, incident) => {
    if (incident.state === 'proposed' || !incidentCan.become(incident.state, state)) throw refused(incident)
    const isOver = state === 'resolved'
    if (isOver) await endIncidentResources(tx, incident.id, 'all', incident.repairedAt ?? ctx.now)
    await updateIncident(tx, incident.id, {
      state,
      severity,
      ...(isOver && { resolvedAt: ctx.now, repairedAt: incident.repairedAt ?? ctx.now }),
    })
    await say(tx, ctx, incident, { ...input, staffId })
    await audit(tx, ctx, isOver ? 'incident.resolved' : 'incident.updated', incident, { to: state, severity })
  })
}

/**
 * Sets the cause and the lessons, in both languages or not at all.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function explainIncident(ctx: OpContext, input: ExplainIncidentInput): Promise<void> {
  authorizeStaff(ctx, 'incident:act')
  const { rootCauseFr, rootCauseEn, postMortemFr, postMortemEn } = input
  if ((rootCauseFr === '') !== (rootCauseEn === ''))
    throw oneLanguage(rootCauseFr ? 'rootCauseEn' : 'rootCauseFr')
  if ((postMortemFr === '') !== (postMortemEn === ''))
    throw oneLanguage(postMortemFr ? 'postMortemEn' : 'postMortemFr')
  await change(ctx, input.incidentId, async (tx, incident) => {
    if (!incidentCan.beExplained(incident.state)) throw refused(incident)
    await updateIncident(tx, incident.id, {
      rootCauseFr: rootCauseFr || null,
      rootCauseEn: rootCauseEn || null,
      postMortemFr: postMortemFr || null,
      postMortemEn: postMortemEn || null,
    })
    await audit(tx, ctx, 'incident.explained', incident, {})
  })
}

async function change(
  ctx: OpContext,
  id: Id<'incident'>,
  run: (tx: Tx, incident: IncidentRow) => Promise<void>,
) {
  await withStaff(ctx, async (tx) => {
    const incident = await lockIncident(tx, id)
    if (!incident) throw new DomainError('not_found')
    await run(tx, incident)
  })
}

async function say(
  tx: Tx,
  ctx: OpContext,
  { id: incidentId }: IncidentRow,
  update: { state: IncidentState; textFr: string; textEn: string; staffId: Id<'staff'> },
): Promise<void> {
  const { state, textFr, textEn, staffId } = update
  const id = newId('incidentUpdate', ctx.now.getTime())
  await insertIncidentUpdate(tx, { id, incidentId, at: ctx.now, state, textFr, textEn, staffId })
}

const audit = (
  tx: Tx,
  ctx: OpContext,
  event: Parameters<typeof recordAudit>[2],
  { id }: IncidentRow,
  details: Record<string, unknown>,
) => recordAudit(tx, ctx, event, { organisationId: null, kind: 'incident', id, details })

const refused = ({ state }: IncidentRow) => new DomainError('state_forbids', { params: { state } })
const oneLanguage = (field: string) =>
  new DomainError('invalid_input', { field, params: { reason: 'both_languages' } })
