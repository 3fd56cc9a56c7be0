import { sql } from 'drizzle-orm'
import {
  check,
  customType,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import { idOf, instant } from '../columns.ts'
import { accounts, organisations } from '../identity/identity.ts'
import { orders } from './ordering.ts'

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/**
 * A quote is an order that waits for a signature (`held_orders` with the reason `quote`): lines, prices and capacity
 * are the order's. The signature covers the hash of `document`, which never changes; a change makes a new version.
 */
export const quotes = pgTable(
  'quotes',
  {
    id: idOf('id', 'quote').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    orderId: idOf('order_id', 'order').notNull(),
    /** The same for all versions, e.g. DEV-2026-000012. */
    number: text('number').notNull(),
    version: integer('version').notNull(),
    document: bytea('document').notNull(),
    /** SHA-256 of `document`, lower-case hexadecimal. */
    documentHash: text('document_hash').notNull(),
    validUntil: instant('valid_until').notNull(),
    /** Hash of the secret in the share link; null until a link is requested. */
    linkSecretHash: text('link_secret_hash').unique(),
    createdByAccountId: idOf('created_by_account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('quotes_by_organisation').on(t.organisationId, t.id),
    unique('quotes_by_order').on(t.orderId),
    unique('quotes_version').on(t.number, t.version),
    index('quotes_recent').on(t.organisationId, t.createdAt),
    foreignKey({
      name: 'quotes_order',
      columns: [t.organisationId, t.orderId],
      foreignColumns: [orders.organisationId, orders.id],
    }),
    check('quotes_version_positive', sql`version >= 1`),
  ],
)

/** The signature of a quote: who, in what capacity, when and from where; kept permanently. */
export const quoteSignatures = pgTable(
  'quote_signatures',
  {
    quoteId: idOf('quote_id', 'quote').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    fullName: text('full_name').notNull(),
    /** As entered by the person: « Maire », « directrice générale des services ». */
    capacity: text('capacity').notNull(),
    documentHash: text('document_hash').notNull(),
    ip: text('ip'),
    signedAt: instant('signed_at').notNull(),
  },
  (t) => [
    foreignKey({
      name: 'quote_signatures_quote',
      columns: [t.organisationId, t.quoteId],
      foreignColumns: [quotes.organisationId, quotes.id],
    }),
  ],
)

/** The code mailed to a person who is about to sign; one at a time, a few attempts. */
export const quoteCodes = pgTable(
  'quote_codes',
  {
    quoteId: idOf('quote_id', 'quote').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    codeHash: text('code_hash').notNull(),
    tries: integer('tries').notNull().default(0),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.quoteId, t.accountId] }),
    foreignKey({
      name: 'quote_codes_quote',
      columns: [t.organisationId, t.quoteId],
      foreignColumns: [quotes.organisationId, quotes.id],
    }),
  ],
)
