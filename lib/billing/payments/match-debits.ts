import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { lockSettled } from '../queries/open-documents'
import {
  listAllocationsOfDebit,
  listCredits,
  listInvoicesPaidFromCredit,
  type MovementRow,
} from './queries/movements'
import { type DebitRow, lockCollectedDebits, lockSentDebits, updateDebit } from './queries/settlements'
import type { Part } from './settle-movement'

/** Debits collected by the credit of their file, or returned. */
export type DebitMatch = { rule: 'debits' | 'return'; parts: Part[]; debits: DebitRow[] }

/**
 * In `tx`: the match of a movement with our own debits, if any. A credit that names a group and equals its sum collects
 * it; the part of an invoice paid in the meantime becomes customer credit. An outgoing movement that names a collected
 * debit returns it.
 */
export async function matchDebits(tx: Tx, movement: MovementRow): Promise<DebitMatch | null> {
  const references = [movement.batchReference, movement.endToEndId, ...wordsOf(movement.text)].filter(
    (each): each is string => each !== null,
  )
  const debits = await lockSentDebits(tx, references)
  if (movement.cents > 0n) {
    const sent = debits.filter(({ state }) => state === 'sent')
    return sumOf(sent) === movement.cents && sent.length > 0
      ? { rule: 'debits', parts: await collectedParts(tx, sent), debits: sent }
      : null
  }
  const returned = debits.filter(
    ({ state, cents, endToEndId }) =>
      state === 'collected' && cents === -movement.cents && references.includes(endToEndId),
  )
  const [debit] = returned
  if (!debit || returned.length > 1) return null
  return { rule: 'return', parts: await returnedParts(tx, debit), debits: returned }
}

/**
 * In `tx`: the single collected debit, among these invoices and of this amount, that an outgoing movement returns; null
 * when there are none or several.
 */
export async function matchReturn(
  tx: Tx,
  movement: MovementRow,
  documentIds: readonly Id<'invoice'>[],
): Promise<DebitMatch | null> {
  const collected = await lockCollectedDebits(tx, documentIds)
  const [debit, ...others] = collected.filter(({ cents }) => cents === -movement.cents)
  if (!debit || others.length > 0) return null
  return { rule: 'return', parts: await returnedParts(tx, debit), debits: [debit] }
}

/** Updates the state of the debits after the parts are settled. */
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

async function collectedParts(tx: Tx, debits: readonly DebitRow[]): Promise<Part[]> {
  const documents = await lockSettled(
    tx,
    debits.map(({ documentId }) => documentId),
  )
  const open = new Map(documents.map(({ id, openCents }) => [id, openCents]))
  return debits.flatMap(({ id, organisationId, documentId, cents }) => {
    const owed = open.get(documentId) ?? 0n
    const paying = cents < owed ? cents : owed
    const part = { organisationId, directDebitId: id }
    return [
      { ...part, documentId, cents: paying },
      { ...part, documentId: null, cents: cents - paying },
    ].filter((each) => each.cents !== 0n)
  })
}

/**
 * The parts from which a returned debit is taken back: its invoice is due again; credit kept from it disappears, and
 * invoices paid from that credit are due again. The customer owes any part that no longer pays an invoice.
 */
async function returnedParts(tx: Tx, { id, organisationId }: DebitRow): Promise<Part[]> {
  const brought = await listAllocationsOfDebit(tx, id)
  const [{ movementId } = { movementId: null }] = brought
  let left = sumOf(brought)
  const takeBack = (most: bigint) => {
    const cents = most < left ? most : left
    left -= cents
    return -cents
  }
  const source = { organisationId, directDebitId: id }
  const own = (await paidBy(tx, brought)).map((each) => ({ ...source, ...each, cents: takeBack(each.cents) }))
  const kept = takeBack(sumOf(await listCredits(tx, organisationId)))
  const spent = movementId
    ? await paidBy(tx, await listInvoicesPaidFromCredit(tx, movementId, organisationId))
    : []
  const others = spent.map((each) => ({ ...source, ...each, cents: takeBack(each.cents) }))
  return [...own, ...others, { ...source, documentId: null, cents: kept - left }].filter(
    ({ cents }) => cents !== 0n,
  )
}

/** The amounts of these allocations that still pay their invoices. */
async function paidBy(tx: Tx, allocations: readonly { documentId: Id<'invoice'> | null; cents: bigint }[]) {
  const sums = new Map<Id<'invoice'>, bigint>()
  for (const { documentId, cents } of allocations)
    if (documentId) sums.set(documentId, (sums.get(documentId) ?? 0n) + cents)
  const held = new Map((await lockSettled(tx, [...sums.keys()])).map((each) => [each.id, each.paidCents]))
  return [...sums].flatMap(([documentId, cents]) => {
    const paid = held.get(documentId) ?? 0n
    return cents > 0n ? [{ documentId, cents: cents < paid ? cents : paid }] : []
  })
}

const sumOf = (rows: readonly { cents: bigint }[]) => rows.reduce((sum, { cents }) => sum + cents, 0n)

/** Our references are long words: banks without a field for them put them in the text. */
const wordsOf = (text: string) => text.split(/[\s/,;:]+/).filter((word) => /^[A-Z0-9-]{20,35}$/.test(word))
