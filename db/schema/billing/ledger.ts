import { sql } from 'drizzle-orm'
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import { idOf, instant, int8 } from '../columns.ts'
import { organisations } from '../identity/identity.ts'
import { sellingEntities } from '../ordering/ordering.ts'
import { billingDocuments } from './documents.ts'

/** VE sales, BQ bank, OD everything else. */
export type LedgerJournal = 'VE' | 'BQ' | 'OD'

export type LedgerKind =
  | 'invoice'
  | 'credit_note'
  | 'payment'
  | 'payment_return'
  | 'refund'
  | 'card_payment'
  | 'card_refund'
  | 'card_payout'
  | 'allocation'
  /** VAT that falls due when its invoice is paid. */
  | 'vat_collected'
  | 'late_interest'
  | 'recovery_fee'
  | 'doubtful'
  | 'write_off'

/** A ledger transaction: it sums to zero, is validated when written, and never changes. */
export const ledgerTransactions = pgTable(
  'ledger_transactions',
  {
    id: idOf('id', 'ledgerTransaction').primaryKey(),
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    /** Null for money whose owner is not known yet. */
    organisationId: idOf('organisation_id', 'organisation').references(() => organisations.id),
    journal: text('journal').$type<LedgerJournal>().notNull(),
    kind: text('kind').$type<LedgerKind>().notNull(),
    documentId: idOf('document_id', 'invoice'),
    /** The movement, debit or return that it records, an id of the payment tables. */
    paymentId: text('payment_id'),
    /** The supporting document: the number of an invoice, the reference of the bank. */
    pieceReference: text('piece_reference').notNull(),
    label: text('label').notNull(),
    occurredOn: date('occurred_on').notNull(),
    validatedAt: instant('validated_at').notNull(),
    /** Gapless per selling entity, in the order of validation. */
    sequence: integer('sequence').notNull(),
  },
  (t) => [
    unique('ledger_transactions_sequence').on(t.sellingEntityId, t.sequence),
    unique('ledger_transactions_of_payment').on(t.kind, t.paymentId),
    index('ledger_transactions_by_organisation').on(t.organisationId, t.occurredOn),
    index('ledger_transactions_by_document').on(t.documentId),
    foreignKey({
      name: 'ledger_transactions_document',
      columns: [t.organisationId, t.documentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
    check('ledger_transactions_journal', sql`journal in ('VE', 'BQ', 'OD')`),
    check('ledger_transactions_positive', sql`sequence > 0`),
  ],
)

export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    transactionId: idOf('transaction_id', 'ledgerTransaction')
      .notNull()
      .references(() => ledgerTransactions.id),
    position: integer('position').notNull(),
    /** An account of the French chart of accounts, at least three digits. */
    account: text('account').notNull(),
    /** The customer's code, on customer accounts. */
    auxiliary: text('auxiliary'),
    debitCents: int8('debit_cents').notNull(),
    creditCents: int8('credit_cents').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.transactionId, t.position] }),
    index('ledger_entries_by_account').on(t.account, t.auxiliary),
    check('ledger_entries_account', sql`account ~ '^[0-9]{3,12}$'`),
    check(
      'ledger_entries_one_side',
      sql`debit_cents >= 0 and credit_cents >= 0 and (debit_cents = 0) <> (credit_cents = 0)`,
    ),
  ],
)

/** The balance of an account, stored next to its entries: debits less credits. */
export const ledgerBalances = pgTable(
  'ledger_balances',
  {
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    account: text('account').notNull(),
    /** Empty on accounts that have none. */
    auxiliary: text('auxiliary').notNull(),
    balanceCents: int8('balance_cents').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sellingEntityId, t.account, t.auxiliary] })],
)
