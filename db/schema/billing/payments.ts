import { sql } from 'drizzle-orm'
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { idOf, instant, int8 } from '../columns.ts'
import { type Address, accounts, organisations, staffAccounts } from '../identity/identity.ts'
import { sellingEntities } from '../ordering/ordering.ts'
import { cardPayments, cardRefunds } from './cards.ts'
import { billingDocuments } from './documents.ts'

export type MandateScheme = 'CORE' | 'B2B'

/** The seller's identity as a SEPA creditor. Without a row, customers cannot sign mandates. */
export const creditors = pgTable(
  'creditors',
  {
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .primaryKey()
      .references(() => sellingEntities.id),
    /** The creditor identifier of SEPA (ICS). */
    creditorIdentifier: text('creditor_identifier').notNull(),
    /** Days between notifying a debtor of a debit and the debit. */
    noticeDays: integer('notice_days').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  () => [check('creditors_notice', sql`notice_days between 1 and 30`)],
)

/** A mandate signed by an organisation for direct debits; its account number is sealed. */
export const mandates = pgTable(
  'mandates',
  {
    id: idOf('id', 'mandate').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    /** The mandate's own reference (RUM). */
    reference: text('reference').notNull().unique(),
    scheme: text('scheme').$type<MandateScheme>().notNull(),
    state: text('state').$type<'active' | 'revoked'>().notNull(),
    ibanSealed: text('iban_sealed').notNull(),
    /** Enough digits to recognise the account. */
    ibanMasked: text('iban_masked').notNull(),
    bic: text('bic').notNull(),
    holderName: text('holder_name').notNull(),
    holderAddress: jsonb('holder_address').$type<Address>().notNull(),
    signedByAccountId: idOf('signed_by_account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    signedAt: instant('signed_at').notNull(),
    revokedAt: instant('revoked_at'),
    /** The first debit under a mandate is marked as the first in the bank's file. */
    firstCollectedOn: date('first_collected_on'),
  },
  (t) => [
    unique('mandates_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('mandates_active').on(t.organisationId).where(sql`state = 'active'`),
    check('mandates_reference', sql`reference ~ '^[A-Z0-9-]{1,35}$'`),
    check('mandates_revoked', sql`(state = 'revoked') = (revoked_at is not null)`),
  ],
)

/** A file of debits for the bank. It is written once, sealed, and never changes. */
export const directDebitBatches = pgTable(
  'direct_debit_batches',
  {
    id: idOf('id', 'directDebitBatch').primaryKey(),
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    state: text('state').$type<'prepared' | 'sent' | 'cancelled'>().notNull(),
    collectOn: date('collect_on').notNull(),
    messageId: text('message_id').notNull().unique(),
    debits: integer('debits').notNull(),
    totalCents: int8('total_cents').notNull(),
    fileSealed: text('file_sealed').notNull(),
    fileSha256: text('file_sha256').notNull(),
    preparedByStaffId: idOf('prepared_by_staff_id', 'staff').references(() => staffAccounts.id),
    preparedAt: instant('prepared_at').notNull(),
    endedByStaffId: idOf('ended_by_staff_id', 'staff').references(() => staffAccounts.id),
    endedAt: instant('ended_at'),
  },
  (t) => [
    index('direct_debit_batches_recent').on(t.preparedAt),
    check('direct_debit_batches_total', sql`debits > 0 and total_cents > 0`),
  ],
)

export type DirectDebitState =
  /** The debtor is notified; it joins the next file with a late enough day. */
  | 'planned'
  /** In a file that was not sent to the bank yet. */
  | 'prepared'
  | 'sent'
  | 'collected'
  /** Returned: the bank rejected it, or the debtor took the money back. */
  | 'returned'
  /** Not sent to the bank, for the given reason. */
  | 'left_out'

/** A direct debit for a document, at most one active at a time. */
export const directDebits = pgTable(
  'direct_debits',
  {
    id: idOf('id', 'directDebit').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    documentId: idOf('document_id', 'invoice').notNull(),
    mandateId: idOf('mandate_id', 'mandate').notNull(),
    batchId: idOf('batch_id', 'directDebitBatch').references(() => directDebitBatches.id),
    state: text('state').$type<DirectDebitState>().notNull(),
    cents: int8('cents').notNull(),
    /** No earlier than the day in the notice to the debtor. */
    collectOn: date('collect_on').notNull(),
    /** Reference that the bank returns with the debit. */
    endToEndId: text('end_to_end_id').notNull().unique(),
    /** The payment group in the file; the bank's credit carries this id. */
    paymentInformationId: text('payment_information_id'),
    /** Why it was left out, or the bank's return code. */
    reason: text('reason'),
    plannedAt: instant('planned_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    unique('direct_debits_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('direct_debits_once')
      .on(t.documentId)
      .where(sql`state in ('planned', 'prepared', 'sent', 'collected')`),
    index('direct_debits_by_state').on(t.state, t.collectOn),
    index('direct_debits_by_batch').on(t.batchId),
    foreignKey({
      name: 'direct_debits_document',
      columns: [t.organisationId, t.documentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
    foreignKey({
      name: 'direct_debits_mandate',
      columns: [t.organisationId, t.mandateId],
      foreignColumns: [mandates.organisationId, mandates.id],
    }),
    check('direct_debits_cents', sql`cents > 0`),
    check(
      'direct_debits_batch',
      sql`state in ('planned', 'left_out') or (batch_id is not null and payment_information_id is not null)`,
    ),
  ],
)

/** Bank statements of the seller's account, each imported once. */
export const bankStatements = pgTable(
  'bank_statements',
  {
    id: idOf('id', 'bankStatement').primaryKey(),
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    format: text('format').$type<'camt.053' | 'cfonb120'>().notNull(),
    identification: text('identification').notNull(),
    iban: text('iban').notNull(),
    fromOn: date('from_on').notNull(),
    toOn: date('to_on').notNull(),
    openingCents: int8('opening_cents').notNull(),
    closingCents: int8('closing_cents').notNull(),
    fileName: text('file_name').notNull(),
    fileSha256: text('file_sha256').notNull(),
    /** New movements, and those already in an earlier statement. */
    movements: integer('movements').notNull(),
    repeated: integer('repeated').notNull(),
    importedByStaffId: idOf('imported_by_staff_id', 'staff').references(() => staffAccounts.id),
    importedAt: instant('imported_at').notNull(),
  },
  (t) => [
    unique('bank_statements_once').on(t.iban, t.format, t.identification),
    index('bank_statements_by_file').on(t.fileSha256),
    index('bank_statements_recent').on(t.importedAt),
  ],
)

export type MovementState =
  /** Waits for staff to identify the payer. */
  | 'to_confirm'
  /** All of it is allocated to customers. */
  | 'matched'
  /** Not from a customer: rent, fees, a transfer between own accounts. */
  | 'set_aside'

/**
 * One movement of the account, counted once even if several statements contain it. Customers do not see movements,
 * only their allocations.
 */
export const bankMovements = pgTable(
  'bank_movements',
  {
    id: idOf('id', 'bankMovement').primaryKey(),
    statementId: idOf('statement_id', 'bankStatement')
      .notNull()
      .references(() => bankStatements.id),
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    /** The paying customer, once known; null for the total of a direct debit file. */
    payerId: idOf('payer_id', 'organisation').references(() => organisations.id),
    iban: text('iban').notNull(),
    identity: text('identity').notNull(),
    bookedOn: date('booked_on').notNull(),
    valuedOn: date('valued_on').notNull(),
    /** Positive: came in. */
    cents: int8('cents').notNull(),
    text: text('text').notNull(),
    counterpartyName: text('counterparty_name'),
    counterpartyIbanMasked: text('counterparty_iban_masked'),
    endToEndId: text('end_to_end_id'),
    creditorReference: text('creditor_reference'),
    batchReference: text('batch_reference'),
    returnReason: text('return_reason'),
    state: text('state').$type<MovementState>().notNull(),
    rule: text('rule').$type<MovementRule>(),
    /** The sum of its `payment_allocations`, with the sign of the movement. */
    allocatedCents: int8('allocated_cents').notNull(),
    decidedByStaffId: idOf('decided_by_staff_id', 'staff').references(() => staffAccounts.id),
    decidedAt: instant('decided_at'),
    note: text('note').notNull().default(''),
  },
  (t) => [
    unique('bank_movements_once').on(t.iban, t.identity),
    index('bank_movements_waiting').on(t.bookedOn).where(sql`state = 'to_confirm'`),
    index('bank_movements_by_statement').on(t.statementId),
    index('bank_movements_by_payer').on(t.payerId, t.bookedOn),
    check('bank_movements_cents', sql`cents <> 0`),
    check(
      'bank_movements_allocated',
      sql`case when cents > 0 then allocated_cents between 0 and cents else allocated_cents between cents and 0 end`,
    ),
    check(
      'bank_movements_matched',
      sql`state <> 'matched' or allocated_cents = case when rule = 'card_payout' then 0 else cents end`,
    ),
    check('bank_movements_set_aside', sql`state <> 'set_aside' or allocated_cents = 0`),
  ],
)

export type MovementRule =
  | 'reference'
  | 'number'
  | 'amount_and_name'
  | 'debits'
  | 'return'
  | 'person'
  /** A payout of card payments: it is allocated when customers pay, so this movement has no allocations. */
  | 'card_payout'

/**
 * The part of a movement or card payment that pays an invoice; without an invoice it is customer credit.
 * Append-only: undoing inserts a row of the opposite sign.
 */
export const paymentAllocations = pgTable(
  'payment_allocations',
  {
    id: idOf('id', 'paymentAllocation').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    movementId: idOf('movement_id', 'bankMovement').references(() => bankMovements.id),
    cardPaymentId: idOf('card_payment_id', 'cardPayment'),
    /** The card refund that this row records. */
    cardRefundId: idOf('card_refund_id', 'cardRefund'),
    documentId: idOf('document_id', 'invoice'),
    directDebitId: idOf('direct_debit_id', 'directDebit'),
    cents: int8('cents').notNull(),
    /** The day of the bank movement, and its remittance text. */
    occurredOn: date('occurred_on').notNull(),
    label: text('label').notNull(),
    allocatedByStaffId: idOf('allocated_by_staff_id', 'staff').references(() => staffAccounts.id),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('payment_allocations_of_organisation').on(t.organisationId, t.id),
    index('payment_allocations_by_document').on(t.documentId),
    index('payment_allocations_by_movement').on(t.movementId),
    index('payment_allocations_by_card').on(t.cardPaymentId),
    index('payment_allocations_by_organisation').on(t.organisationId, t.createdAt),
    foreignKey({
      name: 'payment_allocations_document',
      columns: [t.organisationId, t.documentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
    foreignKey({
      name: 'payment_allocations_debit',
      columns: [t.organisationId, t.directDebitId],
      foreignColumns: [directDebits.organisationId, directDebits.id],
    }),
    foreignKey({
      name: 'payment_allocations_card',
      columns: [t.organisationId, t.cardPaymentId],
      foreignColumns: [cardPayments.organisationId, cardPayments.id],
    }),
    foreignKey({
      name: 'payment_allocations_card_refund',
      columns: [t.organisationId, t.cardRefundId],
      foreignColumns: [cardRefunds.organisationId, cardRefunds.id],
    }),
    check('payment_allocations_cents', sql`cents <> 0`),
    check('payment_allocations_money', sql`num_nonnulls(movement_id, card_payment_id) = 1`),
    check(
      'payment_allocations_given_back',
      sql`card_refund_id is null or (card_payment_id is not null and cents < 0)`,
    ),
  ],
)

/** The paid part of an invoice; its check keeps concurrent allocations within the amount. */
export const documentSettlements = pgTable(
  'document_settlements',
  {
    documentId: idOf('document_id', 'invoice').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    grossCents: int8('gross_cents').notNull(),
    paidCents: int8('paid_cents').notNull(),
  },
  (t) => [
    foreignKey({
      name: 'document_settlements_document',
      columns: [t.organisationId, t.documentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
    check('document_settlements_paid', sql`paid_cents between 0 and gross_cents`),
  ],
)
