import type { Id } from '~/lib/kernel/ids'

type AllocatedPart = { documentId: Id<'invoice'> | null; cents: bigint }

/**
 * Splits a refund of `cents`: first from kept customer credit, then from the payment's invoices in the given order,
 * which become due again by that amount. Null when the refund exceeds what is allocated. Pure.
 */
export function splitRefund(standing: readonly AllocatedPart[], cents: bigint): AllocatedPart[] | null {
  const inOrder = [
    ...standing.filter(({ documentId }) => documentId === null),
    ...standing.filter(({ documentId }) => documentId !== null),
  ]
  const parts: AllocatedPart[] = []
  let left = cents
  for (const each of inOrder) {
    if (left === 0n) break
    const isWhole = each.cents <= left
    parts.push({ documentId: each.documentId, cents: isWhole ? each.cents : left })
    left -= isWhole ? each.cents : left
  }
  return left === 0n ? parts : null
}
