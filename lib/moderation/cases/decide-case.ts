import type { Tx } from '~/db/client'
import type { CaseKind } from '~/db/schema/moderation'
import { recordAudit } from '~/lib/audit'
import { insertModerationEvent } from '~/lib/identity/rows'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockOpen } from './act-on-case'
import { type CaseRow, findCaseOf, listCaseEvents, updateCase } from './queries/cases'

type Decision = { caseId: Id<'moderationCase'>; decision: 'accepted' | 'refused'; reason: string }

/**
 * In `tx`: decides the case, in its thread and in the audit trail. The caller applies the consequences.
 *
 * @throws DomainError `not_found` also for another kind, `conflict` (decided meanwhile)
 */
export async function decideCaseIn(
  tx: Tx,
  ctx: OpContext,
  { caseId, decision, reason }: Decision,
  kinds: readonly CaseKind[],
): Promise<CaseRow> {
  invariant(ctx.actor.kind === 'staff', 'moderators decide')
  const row = await lockOpen(tx, caseId, ['waiting', 'held', 'asked'])
  if (!kinds.includes(row.kind)) throw new DomainError('not_found')
  await updateCase(tx, row.id, {
    state: 'closed',
    outcome: decision,
    heldUntil: null,
    closedAt: ctx.now,
    answeredAt: row.answeredAt ?? ctx.now,
  })
  await insertModerationEvent(tx, {
    id: newId('moderationEvent', ctx.now.getTime()),
    organisationId: row.organisationId,
    caseId: row.id,
    kind: decision,
    staffId: ctx.actor.staffId,
    text: reason,
    createdAt: ctx.now,
  })
  await recordAudit(tx, ctx, decision === 'accepted' ? 'moderation.accepted' : 'moderation.refused', {
    organisationId: row.organisationId,
    kind: row.kind,
    id: row.subjectId,
    details: { ...row.summary, ...(reason ? { reason } : {}) },
  })
  return row
}

/** Returns the last decision about this subject with the moderator's text; null while it waits. */
export async function readDecision(
  tx: Tx,
  subjectId: string,
  kinds: readonly CaseKind[],
): Promise<{ outcome: CaseRow['outcome']; text: string } | null> {
  const row = await findCaseOf(tx, subjectId, kinds)
  if (row?.state !== 'closed') return null
  const entry = (await listCaseEvents(tx, subjectId, kinds)).findLast(({ kind }) => kind === row.outcome)
  return { outcome: row.outcome, text: entry?.text ?? '' }
}
