import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { isDriftKind } from '~/lib/hypervisors'
import { authorizeStaff, requireAnotherPerson, requireFreshProof } from '~/lib/identity'
import { enqueue } from '~/lib/jobs'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { DecideLossesInput, ProposeLossesInput } from '../schema'
import { losableKindOf } from './kinds'
import * as rows from './queries/row-losses'

/**
 * Proposes that rows without an object are lost, with one reason. Another person confirms. Returns how many were proposed: those
 * that have an object again, that cannot be lost, or that are proposed already are not among them. Older proposals for the same
 * resources are withdrawn if their difference has ended.
 *
 * @throws DomainError `proof_required`
 */
export async function proposeLosses(
  ctx: OpContext,
  { driftIds, reason }: ProposeLossesInput,
): Promise<{ done: number }> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  return withStaff(ctx, async (tx) => {
    const drifts = await rows.listOpenDrifts(tx, driftIds)
    const subjects = drifts.map(({ subject }) => subject)
    const resources = await rows.listResources(tx, subjects)
    // A difference that ended and came back is a new one: the proposal for the old one would block the resource.
    for (const outdated of await rows.lockOutdated(tx, subjects)) {
      await rows.decideLoss(tx, outdated.id, {
        state: 'withdrawn',
        decidedByStaffId: staffId,
        decidedAt: ctx.now,
      })
      await audit(tx, ctx, 'recovery.loss_withdrawn', outdated)
    }
    let done = 0
    for (const { id: driftId, zoneId, kind: driftKind, subject } of drifts) {
      const kind = isDriftKind(driftKind) ? losableKindOf({ kind: driftKind, subject }) : null
      const organisationId = resources.get(subject)?.organisationId
      if (!kind || !organisationId) continue
      const id = newId('rowLoss', ctx.now.getTime())
      const loss = { id, organisationId, zoneId, driftId, kind, subject, reason }
      const proposal = {
        ...loss,
        state: 'proposed',
        proposedByStaffId: staffId,
        proposedAt: ctx.now,
      } as const
      if (!(await rows.insertLoss(tx, proposal))) continue
      await audit(tx, ctx, 'recovery.loss_proposed', loss)
      done += 1
    }
    return { done }
  })
}

/**
 * Confirms that rows are lost, which another person proposed, or withdraws open proposals; all or none. A worker then ends the
 * confirmed ones. Returns how many were decided: those that someone decided meanwhile are not among them.
 *
 * @throws DomainError `proof_required`, `forbidden` when this person proposed one of them
 */
export async function decideLosses(
  ctx: OpContext,
  { lossIds, decision }: DecideLossesInput,
): Promise<{ done: number }> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  return withStaff(ctx, async (tx) => {
    const losses = await rows.lockProposed(tx, lossIds)
    const isConfirmed = decision === 'confirm'
    if (isConfirmed)
      for (const proposer of new Set(losses.map(({ proposedByStaffId }) => proposedByStaffId)))
        await requireAnotherPerson(tx, staffId, proposer)
    const state = isConfirmed ? ('waiting' as const) : ('withdrawn' as const)
    for (const loss of losses) {
      await rows.decideLoss(tx, loss.id, { state, decidedByStaffId: staffId, decidedAt: ctx.now })
      await audit(tx, ctx, isConfirmed ? 'recovery.loss_confirmed' : 'recovery.loss_withdrawn', loss)
    }
    if (isConfirmed)
      for (const organisationId of new Set(losses.map((loss) => loss.organisationId)))
        await enqueue(tx, 'end_lost_rows', { organisationId }, `lost-rows:${organisationId}`)
    return { done: losses.length }
  })
}

async function audit(
  tx: Tx,
  ctx: OpContext,
  event: 'recovery.loss_proposed' | 'recovery.loss_withdrawn' | 'recovery.loss_confirmed',
  { id, kind, subject, reason }: { id: string; kind: string; subject: string; reason: string },
): Promise<void> {
  await recordAudit(tx, ctx, event, {
    organisationId: null,
    kind: 'recovery',
    id,
    details: { subjectId: subject, kind, reason },
  })
}
