import { type Tx, withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireAnotherPerson, requireFreshProof } from '~/lib/identity'
import { enqueue } from '~/lib/jobs'
import type { OpContext } from '~/lib/kernel/op-context'
import type { DecideSendingsInput, ProposeSendingsInput } from '../schema'
import * as rows from './queries/doubtful-sendings'

/**
 * Proposes that sendings in doubt are sent, or that they were sent before the restore, with where that was found. Another person
 * confirms. Returns how many were proposed: those that someone proposed or decided meanwhile are not among them.
 *
 * @throws DomainError `proof_required`
 */
export async function proposeSendings(
  ctx: OpContext,
  { sendingIds, outcome, reference }: ProposeSendingsInput,
): Promise<{ done: number }> {
  const staffId = authorizeStaff(ctx, 'billing:run')
  await requireFreshProof(ctx)
  return withStaff(ctx, async (tx) => {
    const sendings = await rows.lockSendings(tx, sendingIds, { state: 'open' })
    const proposal = { outcome, reference, proposedByStaffId: staffId, proposedAt: ctx.now }
    await rows.proposeOutcome(tx, idsOf(sendings), proposal)
    for (const { id, kind, subject } of sendings)
      await audit(tx, ctx, 'recovery.sending_proposed', { id, kind, subject, outcome, reference })
    return { done: sendings.length }
  })
}

/**
 * Confirms this outcome of sendings in doubt, which another person proposed, or withdraws such proposals; all or none. A worker
 * carries out what is confirmed. Returns how many were decided: those that someone decided meanwhile are not among them.
 *
 * @throws DomainError `proof_required`, `forbidden` when this person proposed one of them
 */
export async function decideSendings(
  ctx: OpContext,
  { sendingIds, outcome, decision }: DecideSendingsInput,
): Promise<{ done: number }> {
  const staffId = authorizeStaff(ctx, 'billing:run')
  await requireFreshProof(ctx)
  return withStaff(ctx, async (tx) => {
    const sendings = await rows.lockSendings(tx, sendingIds, { state: 'proposed', outcome })
    if (decision === 'withdraw') await rows.withdrawOutcome(tx, idsOf(sendings))
    else {
      for (const proposer of new Set(sendings.flatMap(({ proposedByStaffId }) => proposedByStaffId ?? [])))
        await requireAnotherPerson(tx, staffId, proposer)
      await rows.confirmOutcome(tx, idsOf(sendings), { decidedByStaffId: staffId, decidedAt: ctx.now })
      if (sendings.length > 0) await enqueue(tx, 'end_doubtful_sendings', {}, 'doubtful-sendings')
    }
    const event = decision === 'confirm' ? 'recovery.sending_confirmed' : 'recovery.sending_withdrawn'
    for (const { id, kind, subject, outcome: of, reference } of sendings)
      await audit(tx, ctx, event, { id, kind, subject, outcome: of ?? '', reference: reference ?? '' })
    return { done: sendings.length }
  })
}

const idsOf = (sendings: readonly rows.SendingRow[]) => sendings.map(({ id }) => id)

async function audit(
  tx: Tx,
  ctx: OpContext,
  event: 'recovery.sending_proposed' | 'recovery.sending_withdrawn' | 'recovery.sending_confirmed',
  {
    id,
    kind,
    subject,
    outcome,
    reference,
  }: Record<'id' | 'kind' | 'subject' | 'outcome' | 'reference', string>,
): Promise<void> {
  await recordAudit(tx, ctx, event, {
    organisationId: null,
    kind: 'recovery',
    id,
    details: { subjectId: subject, kind, outcome, reference },
  })
}
