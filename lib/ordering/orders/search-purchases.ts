import type { Tx } from '~/db/client'
import { type PurchaseHit, type Span, selectPurchaseHits } from '../queries/search'

/** In `tx`: orders, quotes and purchase orders that match all the words, within these days, latest first. */
export const searchPurchases = (
  tx: Tx,
  words: readonly string[],
  span: Span,
  limit: number,
): Promise<PurchaseHit[]> => selectPurchaseHits(tx, words, span, limit)
