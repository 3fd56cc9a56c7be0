import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { markDelivered } from './queries/webhooks'

/** Of a delivery that waited for a decision after a restore: records that it was sent before. To send it needs nothing more. */
export async function endDoubtOfWebhook(
  tx: Tx,
  ctx: OpContext,
  id: Id<'webhookDelivery'>,
  outcome: 'send' | 'sent',
): Promise<void> {
  if (outcome === 'sent') await markDelivered(tx, id, ctx.now)
}
