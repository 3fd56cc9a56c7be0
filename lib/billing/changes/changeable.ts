import type { Tx } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import type { SellerChangeRow } from './queries/seller-changes'

export type Facts = Readonly<Record<string, string>>

/** A setting that takes two people to change: how to read it, and how an accepted change takes effect. */
export type Changeable = {
  read(tx: Tx): Promise<Facts>
  apply(tx: Tx, ctx: OpContext, change: Pick<SellerChangeRow, 'id' | 'after'>): Promise<void>
}
