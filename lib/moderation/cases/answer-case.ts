import type { z } from 'zod'
import { withOrganisation } from '~/db/client'
import type { CaseKind } from '~/db/schema/moderation'
import { recordAudit } from '~/lib/audit'
import type { MemberPermission } from '~/lib/identity'
import { authorize } from '~/lib/identity'
import { insertModerationEvent } from '~/lib/identity/rows'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { openCase } from './open-case'
import { lockCase } from './queries/cases'
import type { answerCaseInput } from './schema'

/** Who may answer: everyone with the right to submit the request. */
const permissionByKind: Record<Exclude<CaseKind, 'organisation'>, MemberPermission> = {
  order: 'order:place',
  quote: 'order:place',
  references: 'order:place',
  quota: 'quota:request',
}

/**
 * Answers the moderator's question, after which the case waits for the operator again. Applications have an answer of
 * their own, with corrected facts (`resubmitOrganisation`).
 *
 * @throws DomainError `not_found`, `forbidden`, `conflict` when no question is open any more
 */
export async function answerCase(ctx: OpContext, input: z.output<typeof answerCaseInput>): Promise<void> {
  authorize(ctx, 'order:read')
  invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
  const { accountId } = ctx.actor
  await withOrganisation(ctx, async (tx, organisationId) => {
    const row = await lockCase(tx, input.caseId)
    if (!row || row.kind === 'organisation') throw new DomainError('not_found')
    authorize(ctx, permissionByKind[row.kind], row.projectId ?? undefined)
    if (row.state !== 'asked') throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
    const { id, projectId, kind, subjectId, summary } = row
    await insertModerationEvent(tx, {
      id: newId('moderationEvent', ctx.now.getTime()),
      organisationId,
      caseId: id,
      kind: 'answered',
      accountId,
      text: input.answer,
      createdAt: ctx.now,
    })
    await openCase(tx, ctx, { organisationId, projectId, kind, subjectId, summary })
    await recordAudit(tx, ctx, 'moderation.answered', {
      organisationId,
      kind,
      id: subjectId,
      details: { answer: input.answer },
    })
  })
}
