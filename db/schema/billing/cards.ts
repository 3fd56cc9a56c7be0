import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  pgTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { idOf, instant, int8 } from '../columns.ts'
import { accounts, organisations, staffAccounts } from '../identity/identity.ts'
import { sellingEntities } from '../ordering/ordering.ts'
import { billingDocuments } from './documents.ts'

/** The card provider of a seller. Without a row, or while it is off, customers are not offered card payment. */
export const cardProviders = pgTable('card_providers', {
  sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
    .primaryKey()
    .references(() => sellingEntities.id),
  baseUrl: text('base_url').notNull(),
  /** Authenticates calls to the provider and its notices. Sealed; the portal and the worker open it. */
  secretSealed: text('secret_sealed').notNull(),
  /** While off, no new payment starts; payments already started are still followed. */
  isOn: boolean('is_on').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

export type CardPaymentState =
  /** The provider may not know of it yet. */
  | 'asked'
  /** The provider has a payment page for the customer. */
  | 'open'
  /** Paid, and in the books. */
  | 'paid'
  | 'declined'
  | 'expired'
  /** The provider reports another amount than was requested: staff decide. */
  | 'disputed'

/**
 * One attempt of a customer to pay an invoice by card. Its id is the provider's idempotency key: one payment page
 * per row.
 */
export const cardPayments = pgTable(
  'card_payments',
  {
    id: idOf('id', 'cardPayment').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    documentId: idOf('document_id', 'invoice').notNull(),
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    cents: int8('cents').notNull(),
    state: text('state').$type<CardPaymentState>().notNull(),
    pageUrl: text('page_url'),
    askedByAccountId: idOf('asked_by_account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    askedAt: instant('asked_at').notNull(),
    /** When the provider is polled next; null once the outcome is final. */
    nextLookAt: instant('next_look_at'),
    /** The day on which the customer paid, in Paris. */
    paidOn: date('paid_on'),
    /** The transfer by which the provider pays out the money, and the fee that it deducts from this payment. */
    payoutReference: text('payout_reference'),
    feeCents: int8('fee_cents'),
    /** The bank movement of that transfer. */
    payoutMovementId: idOf('payout_movement_id', 'bankMovement'),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    unique('card_payments_by_organisation').on(t.organisationId, t.id),
    index('card_payments_due').on(t.nextLookAt).where(sql`next_look_at is not null`),
    index('card_payments_by_document').on(t.documentId, t.askedAt),
    index('card_payments_recent').on(t.askedAt),
    index('card_payments_by_payout').on(t.payoutReference).where(sql`payout_reference is not null`),
    index('card_payments_by_payout_movement')
      .on(t.payoutMovementId)
      .where(sql`payout_movement_id is not null`),
    foreignKey({
      name: 'card_payments_document',
      columns: [t.organisationId, t.documentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
    check('card_payments_cents', sql`cents > 0`),
    check('card_payments_state', sql`state in ('asked', 'open', 'paid', 'declined', 'expired', 'disputed')`),
    check('card_payments_paid', sql`(state = 'paid') = (paid_on is not null)`),
    check('card_payments_payout', sql`(payout_reference is null) = (fee_cents is null)`),
    check('card_payments_fee', sql`fee_cents between 0 and cents`),
    check(
      'card_payments_passed_on',
      sql`payout_movement_id is null or (state = 'paid' and payout_reference is not null)`,
    ),
  ],
)

export type CardRefundState =
  /** Waits for a second approver: it reaches the seller's limit. */
  | 'proposed'
  /** Submitted to the provider and polled until the outcome is known. */
  | 'agreed'
  /** Refunded and posted in the books. */
  | 'refunded'
  /** Declined by the second approver. */
  | 'refused'
  /** Rejected by the provider. */
  | 'failed'

/** A refund of a card payment. Its id is the provider's idempotency key: the refund is made once. */
export const cardRefunds = pgTable(
  'card_refunds',
  {
    id: idOf('id', 'cardRefund').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    cardPaymentId: idOf('card_payment_id', 'cardPayment').notNull(),
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    cents: int8('cents').notNull(),
    reason: text('reason').notNull(),
    state: text('state').$type<CardRefundState>().notNull(),
    proposedByStaffId: idOf('proposed_by_staff_id', 'staff')
      .notNull()
      .references(() => staffAccounts.id),
    proposedAt: instant('proposed_at').notNull(),
    decidedByStaffId: idOf('decided_by_staff_id', 'staff').references(() => staffAccounts.id),
    decidedAt: instant('decided_at'),
    /** When the provider is polled next; null once the outcome is final. */
    nextLookAt: instant('next_look_at'),
    /** The day of the refund, in Paris. */
    refundedOn: date('refunded_on'),
    /** The provider's reason for rejecting it, verbatim. */
    failureText: text('failure_text'),
    /** The payout from which the provider deducted it, and the fee for doing so. */
    payoutReference: text('payout_reference'),
    feeCents: int8('fee_cents'),
    payoutMovementId: idOf('payout_movement_id', 'bankMovement'),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    unique('card_refunds_by_organisation').on(t.organisationId, t.id),
    uniqueIndex('card_refunds_one_open').on(t.cardPaymentId).where(sql`state in ('proposed', 'agreed')`),
    index('card_refunds_due').on(t.nextLookAt).where(sql`next_look_at is not null`),
    index('card_refunds_by_payment').on(t.cardPaymentId),
    index('card_refunds_recent').on(t.proposedAt),
    index('card_refunds_by_payout').on(t.payoutReference).where(sql`payout_reference is not null`),
    index('card_refunds_by_payout_movement')
      .on(t.payoutMovementId)
      .where(sql`payout_movement_id is not null`),
    foreignKey({
      name: 'card_refunds_payment',
      columns: [t.organisationId, t.cardPaymentId],
      foreignColumns: [cardPayments.organisationId, cardPayments.id],
    }),
    check('card_refunds_cents', sql`cents > 0`),
    check('card_refunds_state', sql`state in ('proposed', 'agreed', 'refunded', 'refused', 'failed')`),
    check('card_refunds_refunded', sql`(state = 'refunded') = (refunded_on is not null)`),
    check('card_refunds_failed', sql`(state = 'failed') = (failure_text is not null)`),
    check('card_refunds_payout', sql`(payout_reference is null) = (fee_cents is null) and fee_cents >= 0`),
    check(
      'card_refunds_taken_off',
      sql`payout_movement_id is null or (state = 'refunded' and payout_reference is not null)`,
    ),
  ],
)
