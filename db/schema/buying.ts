import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import { idOf, instant, int8 } from './columns.ts'
import { accounts, organisations } from './identity.ts'

/** What a person has put together and not yet ordered: one cart per person and organisation. */
export const orderDrafts = pgTable(
  'order_drafts',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    content: jsonb('content').$type<Record<string, unknown>>().notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.organisationId, t.accountId] })],
)

/** What an organisation asks of its own orders; without a row it asks nothing. */
export const referencePolicies = pgTable('reference_policies', {
  organisationId: idOf('organisation_id', 'organisation')
    .primaryKey()
    .references(() => organisations.id),
  isPurchaseOrderRequired: boolean('is_purchase_order_required').notNull().default(false),
  isMarketNumberRequired: boolean('is_market_number_required').notNull().default(false),
  /** The structure that pays when an order does not say another. */
  payerSiret: text('payer_siret'),
  updatedAt: instant('updated_at').notNull(),
})

export type ServiceCode = { code: string; name: string; isActive: boolean }

/** The embedded directory of public structures: what each asks of its suppliers, as Chorus Pro publishes it. */
export const buyerStructures = pgTable('buyer_structures', {
  siret: text('siret').primaryKey(),
  name: text('name').notNull(),
  isServiceCodeRequired: boolean('is_service_code_required').notNull(),
  isCommitmentRequired: boolean('is_commitment_required').notNull(),
  isCommitmentOrServiceCodeRequired: boolean('is_commitment_or_service_code_required').notNull(),
  serviceCodes: jsonb('service_codes').$type<ServiceCode[]>().notNull().default([]),
})

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/**
 * A purchase order that the organisation made out to the seller: what is used under its number counts against
 * its ceiling, without VAT. Days are days of Paris, both included.
 */
export const purchaseOrders = pgTable(
  'purchase_orders',
  {
    id: idOf('id', 'purchaseOrder').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    number: text('number').notNull(),
    ceilingCents: int8('ceiling_cents').notNull(),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on').notNull(),
    /** The highest share of the ceiling that was told, so that nobody is told twice. */
    alertedPercent: integer('alerted_percent').notNull().default(0),
    createdByAccountId: idOf('created_by_account_id', 'account').references(() => accounts.id),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('purchase_orders_by_organisation').on(t.organisationId, t.id),
    unique('purchase_orders_number').on(t.organisationId, t.number),
    check('purchase_orders_ceiling', sql`ceiling_cents > 0`),
    check('purchase_orders_days', sql`starts_on <= ends_on`),
  ],
)

/** What a purchase order became, from when on and why; the first state is in no amendment. */
export const purchaseOrderAmendments = pgTable(
  'purchase_order_amendments',
  {
    id: idOf('id', 'purchaseOrderAmendment').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    purchaseOrderId: idOf('purchase_order_id', 'purchaseOrder').notNull(),
    ceilingBeforeCents: int8('ceiling_before_cents').notNull(),
    ceilingCents: int8('ceiling_cents').notNull(),
    endsOnBefore: date('ends_on_before').notNull(),
    endsOn: date('ends_on').notNull(),
    reason: text('reason').notNull(),
    accountId: idOf('account_id', 'account').references(() => accounts.id),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('purchase_order_amendments_by_order').on(t.purchaseOrderId, t.createdAt),
    foreignKey({
      name: 'purchase_order_amendments_of',
      columns: [t.organisationId, t.purchaseOrderId],
      foreignColumns: [purchaseOrders.organisationId, purchaseOrders.id],
    }),
  ],
)

/** The signed paper itself, as it was attached. */
export const purchaseOrderDocuments = pgTable(
  'purchase_order_documents',
  {
    id: idOf('id', 'purchaseOrderDocument').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    purchaseOrderId: idOf('purchase_order_id', 'purchaseOrder').notNull(),
    name: text('name').notNull(),
    mediaType: text('media_type').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    sha256: text('sha256').notNull(),
    content: bytea('content').notNull(),
    accountId: idOf('account_id', 'account').references(() => accounts.id),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('purchase_order_documents_once').on(t.purchaseOrderId, t.sha256),
    foreignKey({
      name: 'purchase_order_documents_of',
      columns: [t.organisationId, t.purchaseOrderId],
      foreignColumns: [purchaseOrders.organisationId, purchaseOrders.id],
    }),
    check('purchase_order_documents_size', sql`size_bytes between 1 and 5242880`),
  ],
)
