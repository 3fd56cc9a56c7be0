import type { Tx } from '~/db/client'
import type { SendingKind } from '~/db/schema/recovery'
import { insertDoubts } from './queries/doubtful-sendings'

/**
 * In the transaction that plans these sendings: if rows were lost after the instant of their cause, they may have been planned
 * and sent before. They wait for two people. While the database is held, rows may have been lost.
 */
export async function doubtAfterLoss(
  tx: Tx,
  causedAt: Date,
  sendings: readonly { kind: SendingKind; subject: string }[],
): Promise<void> {
  await insertDoubts(tx, sendings, causedAt)
}
