import type { Tx } from '~/db/client'
import type { MovementRow } from '~/db/queries/billing/movements'
import { type DebitRow, lockSentDebits, updateDebit } from '~/db/queries/billing/settlements'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Part } from './settle-movement'

/** Debits collected by the credit of their file, or one that came back. */
export type DebitMatch = { rule: 'debits' | 'return'; parts: Part[]; debits: DebitRow[] }

/**
 * In `tx`: what a movement has to do with our own orders, if anything. A credit that names a group and is its sum
 * collects it; one that went out and names a debit that was collected takes it back.
 */
export async function matchDebits(tx: Tx, movement: MovementRow): Promise<DebitMatch | null> {
  const references = [movement.batchReference, movement.endToEndId, ...wordsOf(movement.text)].filter(
    (each): each is string => each !== null,
  )
  const debits = await lockSentDebits(tx, references)
  if (movement.cents > 0n) {
    const sent = debits.filter(({ state }) => state === 'sent')
    const sum = sent.reduce((total, { cents }) => total + cents, 0n)
    return sum === movement.cents && sent.length > 0
      ? { rule: 'debits', parts: partsOf(sent, 1n), debits: sent }
      : null
  }
  const back = debits.filter(
    ({ state, cents, endToEndId }) =>
      state === 'collected' && cents === -movement.cents && references.includes(endToEndId),
  )
  return back.length === 1 ? { rule: 'return', parts: partsOf(back, -1n), debits: back } : null
}

/** After the parts are settled: the debits say what became of them. */
export async function endDebits(
  tx: Tx,
  ctx: OpContext,
  match: DebitMatch,
  returnReason: string | null,
): Promise<void> {
  for (const { id } of match.debits)
    await updateDebit(tx, id, {
      state: match.rule === 'debits' ? 'collected' : 'returned',
      changedAt: ctx.now,
      ...(match.rule === 'return' ? { reason: returnReason ?? 'MS03' } : {}),
    })
}

const partsOf = (debits: readonly DebitRow[], sign: 1n | -1n): Part[] =>
  debits.map(({ id, organisationId, documentId, cents }) => ({
    organisationId: organisationId as Id<'organisation'>,
    documentId,
    directDebitId: id,
    cents: sign * cents,
  }))

/** References of ours are long words: banks that carry no field for them write them in the text. */
const wordsOf = (text: string) => text.split(/[\s/,;:]+/).filter((word) => /^[A-Z0-9-]{20,35}$/.test(word))
