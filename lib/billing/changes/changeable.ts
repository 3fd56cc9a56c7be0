import type { Tx } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import type { SellerChangeRow } from './queries/seller-changes'

export type Facts = Readonly<Record<string, string>>

/** How a subject is read, and how a change of it takes effect once two people want it. */
export type Changeable = {
  read(tx: Tx): Promise<Facts>
  apply(tx: Tx, ctx: OpContext, change: Pick<SellerChangeRow, 'id' | 'after'>): Promise<void>
}
