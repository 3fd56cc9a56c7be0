import type { Tx } from '~/db/client'
import type { LedgerKind } from '~/db/schema/billing/ledger'
import { type Id, newId } from '~/lib/kernel/ids'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { takeDocumentNumber } from '../queries/series'
import { journalOf } from './accounts'
import { insertLedgerTransaction } from './queries/ledger'

/** One side of a transaction: a debit or a credit, positive. `auxiliary` is the customer's code. */
export type Posting = { account: string; auxiliary?: string; debitCents?: bigint; creditCents?: bigint }

export type LedgerPosting = {
  sellingEntityId: Id<'sellingEntity'>
  /** Null for money of an unknown owner. */
  organisationId: Id<'organisation'> | null
  kind: LedgerKind
  documentId?: Id<'invoice'>
  /** The movement, debit or return that caused it: each is posted once per kind. */
  paymentId?: string
  pieceReference: string
  label: string
  /** `YYYY-MM-DD`, Paris. */
  occurredOn: string
  postings: readonly Posting[]
}

/**
 * Posts a validated transaction under the next number of the selling entity; balances are updated in the same
 * statement. Zero entries are left out. An unbalanced transaction is a bug and throws.
 */
export async function postTransaction(
  tx: Tx,
  now: Date,
  posting: LedgerPosting,
): Promise<Id<'ledgerTransaction'>> {
  const entries = posting.postings.flatMap(({ account, auxiliary, debitCents = 0n, creditCents = 0n }) =>
    debitCents === 0n && creditCents === 0n
      ? []
      : [{ account, auxiliary: auxiliary ?? null, debitCents, creditCents }],
  )
  refuseUnbalanced(entries)
  const sequence = await takeDocumentNumber(tx, posting.sellingEntityId, ledgerSeries, parisDay(now))
  const id = newId('ledgerTransaction', now.getTime())
  await insertLedgerTransaction(
    tx,
    {
      id,
      sellingEntityId: posting.sellingEntityId,
      organisationId: posting.organisationId,
      journal: journalOf[posting.kind],
      kind: posting.kind,
      documentId: posting.documentId ?? null,
      paymentId: posting.paymentId ?? null,
      pieceReference: posting.pieceReference,
      label: posting.label,
      occurredOn: posting.occurredOn,
      validatedAt: now,
      sequence,
    },
    entries.map((entry, index) => ({ ...entry, transactionId: id, position: index + 1 })),
  )
  return id
}

const ledgerSeries = 'ledger'

type Side = { debitCents: bigint; creditCents: bigint }

/**
 *
 *
 * @throws RangeError when debits and credits differ, are zero, or are on the wrong side
 */
export function refuseUnbalanced(entries: readonly Side[]): void {
  const debits = entries.reduce((sum, entry) => sum + entry.debitCents, 0n)
  const credits = entries.reduce((sum, entry) => sum + entry.creditCents, 0n)
  const isOneSided = entries.every(
    ({ debitCents, creditCents }) =>
      debitCents >= 0n && creditCents >= 0n && (debitCents === 0n) !== (creditCents === 0n),
  )
  if (debits !== credits || debits === 0n || !isOneSided)
    throw new RangeError(`a transaction sums to zero: ${debits} against ${credits}`)
}
