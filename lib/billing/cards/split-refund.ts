import type { Id } from '~/lib/kernel/ids'

type Standing = { documentId: Id<'invoice'> | null; cents: bigint }

/**
 * From what `cents` given back of a payment are taken: first from what is kept for the customer, then from its invoices in
 * the order given, which are owed again by so much. Null when more is given back than stands. Pure.
 */
export function splitRefund(standing: readonly Standing[], cents: bigint): Standing[] | null {
  const inOrder = [
    ...standing.filter(({ documentId }) => documentId === null),
    ...standing.filter(({ documentId }) => documentId !== null),
  ]
  const parts: Standing[] = []
  let left = cents
  for (const each of inOrder) {
    if (left === 0n) break
    const isWhole = each.cents <= left
    parts.push({ documentId: each.documentId, cents: isWhole ? each.cents : left })
    left -= isWhole ? each.cents : left
  }
  return left === 0n ? parts : null
}
