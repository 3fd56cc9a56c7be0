import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import type { OrderDraftInput } from '../schema'
import { deleteDraft, keepDraft } from './queries/drafts'

/** Saves the person's cart in place of the previous one until they order it; null forgets it. Places no order. */
export async function saveOrderDraft(ctx: OpContext, input: OrderDraftInput): Promise<{ savedAt: string }> {
  authorize(ctx, 'order:place')
  const { actor } = ctx
  invariant(actor.kind === 'account', 'authorize lets accounts pass only')
  await withOrganisation(ctx, (tx, organisationId) =>
    input.cart === null
      ? deleteDraft(tx, organisationId, actor.accountId)
      : keepDraft(tx, { organisationId, accountId: actor.accountId, content: input, updatedAt: ctx.now }),
  )
  return { savedAt: ctx.now.toISOString() }
}
