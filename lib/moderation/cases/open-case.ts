import type { Tx } from '~/db/client'
import type { CaseKind, CaseOutcome, CaseSummary } from '~/db/schema/moderation'
import { enqueue } from '~/lib/jobs'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { closeCases, findCaseOf, insertCase, updateCase } from './queries/cases'

export type CaseSubject = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'> | null
  kind: CaseKind
  subjectId: string
  summary: CaseSummary
}

/**
 * Opens a case that waits for the operator; changes nothing when one is open already. A case that waited for the
 * applicant's answer is closed, and its assignee gets the new one. Mails the moderators.
 */
export async function openCase(tx: Tx, ctx: OpContext, subject: CaseSubject): Promise<void> {
  const { subjectId, kind } = subject
  const before = await findCaseOf(tx, subjectId, [kind])
  const isAnswer = before?.state === 'asked'
  if (isAnswer) await closeCases(tx, subjectId, { outcome: 'answered', closedAt: ctx.now }, [kind])
  const id = newId('moderationCase', ctx.now.getTime())
  const isNew = await insertCase(tx, {
    id,
    ...subject,
    state: 'waiting',
    assignedStaffId: isAnswer ? before.assignedStaffId : null,
    openedAt: ctx.now,
  })
  if (isNew) await enqueue(tx, 'tell_moderators', { caseId: id }, `case:${id}`)
}

/** Closes the case: the operator decided, or nothing is left to decide. */
export async function closeCase(
  tx: Tx,
  ctx: OpContext,
  subjectId: string,
  outcome: CaseOutcome,
  kinds?: readonly CaseKind[],
): Promise<void> {
  const isAnswer = ctx.actor.kind === 'staff' || (ctx.actor.kind === 'system' && outcome === 'accepted')
  const set = { outcome, closedAt: ctx.now, ...(isAnswer && { answeredAt: ctx.now }) }
  await closeCases(tx, subjectId, set, kinds)
}

/** Records that the operator asked a question: an open case now waits for the applicant. */
export async function markCaseAsked(
  tx: Tx,
  ctx: OpContext,
  subjectId: string,
  kind: CaseKind,
): Promise<void> {
  const row = await findCaseOf(tx, subjectId, [kind])
  if (!row || row.state === 'closed') return
  await updateCase(tx, row.id, { state: 'asked', heldUntil: null, answeredAt: row.answeredAt ?? ctx.now })
}
