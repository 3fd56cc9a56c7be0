import { sql } from 'drizzle-orm'
import {
  check,
  customType,
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
import { staffAccounts } from '../identity/identity.ts'
import { sellingEntities } from '../ordering/ordering.ts'
import type { EinvoiceState } from './delivery.ts'
import { billingDocuments } from './documents.ts'

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/** The seller's VAT regime, which determines the e-reporting periods. */
export type EreportingRegime = 'real_monthly' | 'real_quarterly' | 'simplified' | 'franchise'
/** Sales (flows 10.1 and 10.3) or payments (10.2 and 10.4): never both in one declaration. */
export type DeclarationKind = 'transactions' | 'payments'

/** How and from when the seller reports. Without a row: monthly regime, from 1 September 2026 on. */
export const ereportingSettings = pgTable(
  'ereporting_settings',
  {
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .primaryKey()
      .references(() => sellingEntities.id),
    size: text('size').$type<'large' | 'mid_size' | 'small'>().notNull(),
    regime: text('regime').$type<EreportingRegime>().notNull(),
    /** Sales issued earlier and their payments are not reported. */
    startsOn: date('starts_on').notNull(),
    /** Registration number of the approved platform that files the declarations. */
    platformCode: text('platform_code').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  () => [
    check('ereporting_settings_size', sql`size in ('large', 'mid_size', 'small')`),
    check(
      'ereporting_settings_regime',
      sql`regime in ('real_monthly', 'real_quarterly', 'simplified', 'franchise')`,
    ),
    check('ereporting_settings_platform', sql`platform_code ~ '^[0-9A-Z]{4}$'`),
  ],
)

/**
 * E-reporting declarations with their files. A revision replaces everything sent before for its period; the last one
 * is in force. Only the state of a declaration changes, never its content.
 */
export const declarations = pgTable(
  'declarations',
  {
    id: idOf('id', 'declaration').primaryKey(),
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    kind: text('kind').$type<DeclarationKind>().notNull(),
    /** First and last day of the period, both included. */
    fromOn: date('from_on').notNull(),
    toOn: date('to_on').notNull(),
    dueOn: date('due_on').notNull(),
    revision: integer('revision').notNull(),
    type: text('type').$type<'IN' | 'RE'>().notNull(),
    /** The declaration's identifier in its file (TT-1). */
    number: text('number').notNull().unique(),
    items: integer('items').notNull(),
    netCents: int8('net_cents').notNull(),
    vatCents: int8('vat_cents').notNull(),
    paidCents: int8('paid_cents').notNull(),
    content: bytea('content').notNull(),
    /** SHA-256 of `content` and of its source data, lower-case hexadecimal. */
    sha256: text('sha256').notNull(),
    sourcesSha256: text('sources_sha256').notNull(),
    state: text('state').$type<EinvoiceState>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    externalId: text('external_id'),
    /** 300: filed with the State. */
    statusCode: integer('status_code'),
    failureCode: text('failure_code'),
    failureText: text('failure_text'),
    depositedAt: instant('deposited_at'),
    createdAt: instant('created_at').notNull(),
    /** The member of staff who had it made early; null: made on schedule. */
    createdByStaffId: idOf('created_by_staff_id', 'staff').references(() => staffAccounts.id),
  },
  (t) => [
    unique('declarations_once').on(t.sellingEntityId, t.kind, t.fromOn, t.revision),
    index('declarations_due').on(t.nextAttemptAt).where(sql`next_attempt_at is not null`),
    check('declarations_kind', sql`kind in ('transactions', 'payments')`),
    check('declarations_period', sql`from_on <= to_on and to_on < due_on and revision >= 1`),
    check('declarations_type', sql`type in ('IN', 'RE') and (revision > 1 or type = 'IN')`),
    check('declarations_state', sql`state in ('waiting', 'deposited', 'accepted', 'rejected', 'failed')`),
  ],
)

/** The items of a declaration, one per document or payment, with its sign. */
export const declarationItems = pgTable(
  'declaration_items',
  {
    declarationId: idOf('declaration_id', 'declaration')
      .notNull()
      .references(() => declarations.id),
    /** The document, or the allocation of a payment to it. */
    sourceId: text('source_id').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    documentId: idOf('document_id', 'invoice').notNull(),
    flow: text('flow').$type<'10.1' | '10.2' | '10.3' | '10.4'>().notNull(),
    happenedOn: date('happened_on').notNull(),
    netCents: int8('net_cents').notNull(),
    vatCents: int8('vat_cents').notNull(),
    paidCents: int8('paid_cents').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.declarationId, t.sourceId] }),
    index('declaration_items_by_source').on(t.sourceId),
    foreignKey({
      name: 'declaration_items_document',
      columns: [t.organisationId, t.documentId],
      foreignColumns: [billingDocuments.organisationId, billingDocuments.id],
    }),
    check('declaration_items_flow', sql`flow in ('10.1', '10.2', '10.3', '10.4')`),
  ],
)
