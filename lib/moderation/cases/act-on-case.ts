import type { z } from 'zod'
import { type Tx, withStaff } from '~/db/client'
import type { CaseState } from '~/db/schema/moderation'
import { type AuditEventName, recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { insertModerationEvent } from '~/lib/identity/rows'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { endOfParisDay, parisDay } from '~/lib/kernel/time/paris-day'
import { notifyApplicant } from './notify-applicant'
import { type CaseRow, listAssignable, lockCase, updateCase } from './queries/cases'
import type { askCaseInput, assignCaseInput, holdCaseInput } from './schema'

const holdDaysMax = 30

/**
 * Asks the applicant a question, who reads and answers it in the portal. @throws DomainError `not_found`, `conflict`
 */
export async function askCase(ctx: OpContext, input: z.output<typeof askCaseInput>): Promise<void> {
  authorizeStaff(ctx, 'moderation:decide')
  await withStaff(ctx, async (tx) => {
    const row = await lockOpen(tx, input.caseId, ['waiting', 'held'])
    // `askOrganisation` asks about applications, because their answers correct facts.
    if (row.kind === 'organisation') throw new DomainError('not_found')
    const set = { state: 'asked' as const, heldUntil: null, answeredAt: row.answeredAt ?? ctx.now }
    await updateCase(tx, row.id, set)
    await recordAndNotify(tx, ctx, row, 'asked', input.question, 'moderation.asked')
    await notifyApplicant(tx, ctx, row, { step: 'asked', text: input.question, until: null })
  })
}

/**
 * Holds the case until the end of that day, with a reason that the applicant reads. The promised response time keeps
 * running.
 *
 * @throws DomainError `not_found`, `conflict`, `invalid_input` for a day that has passed, is too far, or after which
 * the
 *   order would have expired
 */
export async function holdCase(ctx: OpContext, input: z.output<typeof holdCaseInput>): Promise<void> {
  authorizeStaff(ctx, 'moderation:decide')
  const until = endOfParisDay(input.until)
  const refuse = (reason: string) => new DomainError('invalid_input', { field: 'until', params: { reason } })
  if (input.until < parisDay(ctx.now)) throw refuse('day_past')
  if (until.getTime() - ctx.now.getTime() > holdDaysMax * 86_400_000) throw refuse('hold_too_long')
  await withStaff(ctx, async (tx) => {
    const row = await lockOpen(tx, input.caseId, ['waiting', 'held'])
    const { expiresAt } = row.summary
    if (expiresAt && until > new Date(expiresAt)) throw refuse('hold_past_expiry')
    await updateCase(tx, row.id, { state: 'held', heldUntil: until })
    await recordAndNotify(tx, ctx, row, 'held', input.reason, 'moderation.held')
    await notifyApplicant(tx, ctx, row, { step: 'held', text: input.reason, until })
  })
}

/**
 * Assigns the case to this member of staff, or to no one. @throws DomainError `not_found`, `conflict`, `invalid_input`
 */
export async function assignCase(ctx: OpContext, input: z.output<typeof assignCaseInput>): Promise<void> {
  authorizeStaff(ctx, 'moderation:decide')
  await withStaff(ctx, async (tx) => {
    const row = await lockOpen(tx, input.caseId, ['waiting', 'held', 'asked'])
    const staffId = input.staffId ?? null
    if (staffId && !(await listAssignable(tx)).some(({ id }) => id === staffId))
      throw new DomainError('invalid_input', { field: 'staffId', params: { reason: 'not_a_moderator' } })
    if (row.assignedStaffId === staffId) return
    await updateCase(tx, row.id, { assignedStaffId: staffId })
    await recordAudit(tx, ctx, 'moderation.assigned', {
      organisationId: row.organisationId,
      kind: row.kind,
      id: row.subjectId,
      details: { to: staffId },
    })
  })
}

/**
 * Returns the case, locked, if it is in one of these states. @throws DomainError `not_found`, `conflict` (decided
 * meanwhile)
 */
export async function lockOpen(
  tx: Tx,
  id: Id<'moderationCase'>,
  from: readonly CaseState[],
): Promise<CaseRow> {
  const row = await lockCase(tx, id)
  if (!row) throw new DomainError('not_found')
  if (!from.includes(row.state))
    throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
  return row
}

async function recordAndNotify(
  tx: Tx,
  ctx: OpContext,
  row: CaseRow,
  kind: 'asked' | 'held',
  text: string,
  event: AuditEventName,
): Promise<void> {
  invariant(ctx.actor.kind === 'staff', 'moderators decide')
  const { organisationId } = row
  await insertModerationEvent(tx, {
    id: newId('moderationEvent', ctx.now.getTime()),
    organisationId,
    // Applications have a thread of their own.
    caseId: row.kind === 'organisation' ? null : row.id,
    kind,
    staffId: ctx.actor.staffId,
    text,
    createdAt: ctx.now,
  })
  await recordAudit(tx, ctx, event, {
    organisationId,
    kind: row.kind,
    id: row.subjectId,
    details: { text },
  })
}
