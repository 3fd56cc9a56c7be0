import type { Tx } from '~/db/client'
import type { SendingKind } from '~/db/schema/recovery'
import type { OpContext } from '~/lib/kernel/op-context'
import { hasLossSince, insertDoubts } from './queries/doubtful-sendings'

/**
 * In the transaction that plans these sendings: if rows were lost after the instant of their cause, they may have been planned
 * and sent before. They wait for two people.
 */
export async function doubtAfterLoss(
  tx: Tx,
  ctx: OpContext,
  causedAt: Date,
  sendings: readonly { kind: SendingKind; subject: string }[],
): Promise<void> {
  if (sendings.length > 0 && (await hasLossSince(tx, causedAt))) await insertDoubts(tx, sendings, ctx.now)
}
