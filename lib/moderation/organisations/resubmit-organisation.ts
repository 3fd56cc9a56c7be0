import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { DirectoryAnswer, ResubmitOrganisationInput } from '~/lib/identity'
import { authorize, directoryStatusOf, frenchVatOrNone } from '~/lib/identity'
import { insertModerationEvent, lockOrganisation, updateOrganisationIn } from '~/lib/identity/rows'
import { enqueue } from '~/lib/jobs'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'

/**
 * Answers the moderator's question, with corrected facts, and waits again. The identifier cannot change: another one
 * needs another application.
 *
 * @throws DomainError `forbidden`, `state_forbids` when no question is open, `invalid_input` (VAT number)
 */
export async function resubmitOrganisation(ctx: OpContext, input: ResubmitOrganisationInput): Promise<void> {
  authorize(ctx, 'organisation:answer')
  invariant(ctx.actor.kind === 'account', 'members are accounts')
  const { accountId } = ctx.actor
  await withOrganisation(ctx, async (tx, organisationId) => {
    const before = await lockOrganisation(tx, organisationId)
    if (before?.state !== 'needs_info') throw new DomainError('state_forbids')
    const facts = {
      legalName: input.legalName,
      legalFormLabel: input.legalFormLabel,
      legalAddress: input.address,
      vatNumber: before.siren ? frenchVatOrNone(input.vatNumber, before.siren) : before.vatNumber,
    }
    const directoryStatus = directoryStatusOf(
      { ...before, ...facts, address: facts.legalAddress },
      // Sign-up wrote it from the directory's own answer.
      before.directoryAnswer as DirectoryAnswer | null,
    )
    await updateOrganisationIn(tx, organisationId, ['needs_info'], {
      ...facts,
      directoryStatus,
      state: 'pending',
      submittedAt: ctx.now,
    })
    await insertModerationEvent(tx, {
      id: newId('moderationEvent', ctx.now.getTime()),
      organisationId,
      kind: 'answered',
      accountId,
      text: input.answer,
      facts,
      createdAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'organisation.resubmitted', {
      organisationId,
      kind: 'organisation',
      id: organisationId,
      details: { answer: input.answer, facts },
    })
    await enqueue(tx, 'review_organisation', { organisationId }, `review:${organisationId}`)
  })
}
