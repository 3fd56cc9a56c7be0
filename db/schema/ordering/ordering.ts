import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { Id } from '../../../lib/kernel/ids.ts'
import { bundles, images, zones } from '../catalogue.ts'
import { idOf, instant, int8 } from '../columns.ts'
import { type Address, accounts, organisations, projects } from '../identity/identity.ts'
import type { OrderChange } from './changes.ts'

export * from './buying.ts'
export * from './changes.ts'

/** A holder of the operator's capital. */
export type Owner = { name: string; countryCode: string; percent: number }

/**
 * The company that sells and invoices. Details that the law requires on its site are null until declared: an
 * installation may be older than these columns.
 */
export const sellingEntities = pgTable('selling_entities', {
  id: idOf('id', 'sellingEntity').primaryKey(),
  legalName: text('legal_name').notNull(),
  siren: text('siren').notNull(),
  vatNumber: text('vat_number').notNull(),
  orderPrefix: text('order_prefix').notNull(),
  isDefault: boolean('is_default').notNull(),
  legalForm: text('legal_form'),
  shareCapitalCents: int8('share_capital_cents'),
  /** Seat of the trade register that lists it, e.g. Lyon. */
  registryCity: text('registry_city'),
  address: jsonb('address').$type<Address>(),
  phone: text('phone'),
  email: text('email'),
  publicationDirector: text('publication_director'),
  /** Null where the operator does not give them. */
  owners: jsonb('owners').$type<Owner[]>(),
  /** Null for a declaration by a version without this date. */
  declaredAt: instant('declared_at'),
})

/** Counters for human-readable numbers, e.g. CMD-2026-000042; incremented in the transaction that uses them. */
export const numberSeries = pgTable(
  'number_series',
  {
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    series: text('series').notNull(),
    lastNumber: integer('last_number').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.sellingEntityId, t.series] })],
)

export type OrderState =
  | 'held'
  | 'refused'
  | 'expired'
  | 'withdrawn'
  | 'accepted'
  | 'in_progress'
  | 'delivered'
  | 'partly_failed'
  | 'failed'

export const orders = pgTable(
  'orders',
  {
    id: idOf('id', 'order').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    sellingEntityId: idOf('selling_entity_id', 'sellingEntity')
      .notNull()
      .references(() => sellingEntities.id),
    number: text('number').notNull().unique(),
    state: text('state').$type<OrderState>().notNull(),
    placedByAccountId: idOf('placed_by_account_id', 'account').references(() => accounts.id),
    termsVersion: text('terms_version').notNull(),
    dpaVersion: text('dpa_version').notNull(),
    monthlyCents: int8('monthly_cents').notNull(),
    /** The distinct kinds of its bundles: signature rules match on them. */
    kinds: text('kinds').array().notNull().default([]),
    /** How many other approvers were required when it was placed; the signature of a quote counts as one. */
    approvals: integer('approvals').notNull().default(0),
    /** Null when this buyer needs no references. Unchecked references wait for a moderator. */
    referenceCheck: text('reference_check').$type<ReferenceCheck>(),
    /** The operator's rule that accepted it, or `moderator`; null while it waits, and before rules existed. */
    acceptedBy: text('accepted_by'),
    /** The change that it orders; null for new resources. */
    change: jsonb('change').$type<OrderChange>(),
    /** One change per key waits at a time. */
    changeKey: text('change_key'),
    /** Why an approved change could not be carried out. */
    failure: jsonb('failure').$type<{ code: string; params: Record<string, string> }>(),
    /** Every rule that would have accepted it alone when it was placed; null before this was recorded. */
    acceptingRules: text('accepting_rules').array(),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    unique('orders_by_organisation').on(t.organisationId, t.id),
    index('orders_recent').on(t.organisationId, t.createdAt),
    uniqueIndex('orders_one_held_change').on(t.organisationId, t.changeKey).where(sql`state = 'held'`),
    index('orders_changes').on(sql`(change -> 'resource' ->> 'id')`).where(sql`change is not null`),
    check('orders_change', sql`(change is null) = (change_key is null)`),
    check('orders_approvals', sql`approvals between 0 and 2`),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
  ],
)

/** References for the buyer's accountant; copied to usage and later to invoice lines. */
export type CostReferences = {
  purchaseOrderNumber?: string
  /** SIRET of the paying structure, for public bodies. */
  payerSiret?: string
  serviceCode?: string
  commitmentReference?: string
  marketNumber?: string
}

/**
 * Result of checking an order's references against the directory of public structures; `confirmed`: a moderator
 * checked what the directory could not.
 */
export type ReferenceCheck = 'checked' | 'unreachable' | 'unknown_structure' | 'confirmed'

/** The agreed commitment terms; each resource of the line starts its own commitment when it is first billed. */
export type LineCommitment = {
  termMonths: 12 | 36
  renewal: 'renew' | 'hourly' | 'silent'
  basisPoints: number
}

export type OrderLineState = OrderState

/** From where SSH reaches the servers of a line ordered with public addresses, as chosen and as ranges. */
export type SshAccess = { from: 'caller' | 'list' | 'everyone'; sources: string[] }

export const orderLines = pgTable(
  'order_lines',
  {
    id: idOf('id', 'orderLine').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    orderId: idOf('order_id', 'order').notNull(),
    projectId: idOf('project_id', 'project').notNull(),
    position: integer('position').notNull(),
    bundleId: idOf('bundle_id', 'bundle')
      .notNull()
      .references(() => bundles.id),
    zoneId: idOf('zone_id', 'zone')
      .notNull()
      .references(() => zones.id),
    imageId: idOf('image_id', 'image').references(() => images.id),
    name: text('name').notNull(),
    quantity: integer('quantity').notNull(),
    sshKeyIds: text('ssh_key_ids').array().$type<Id<'sshKey'>[]>().notNull().default([]),
    priceVersionIds: jsonb('price_version_ids').$type<Record<string, Id<'priceVersion'>>>().notNull(),
    /** Price of one unit as paid: own prices and commitment included. */
    microCentsPerHour: int8('micro_cents_per_hour').notNull(),
    /**
     * Micro-cents an hour by meter where the organisation had its own prices; the others are those of the versions.
     */
    ownPrices: jsonb('own_prices').$type<Record<string, string>>(),
    commitment: jsonb('commitment').$type<LineCommitment>(),
    sshAccess: jsonb('ssh_access').$type<SshAccess>(),
    /** The network that its servers were ordered on; null: the default one. */
    networkId: idOf('network_id', 'network'),
    /** The address of its single server there; null: the lowest free one. */
    privateAddress: text('private_address'),
    costReferences: jsonb('cost_references').$type<CostReferences>().notNull().default({}),
    /** Ordered with user data, which may be erased since. */
    hasUserData: boolean('has_user_data').notNull().default(false),
    state: text('state').$type<OrderLineState>().notNull(),
    failureCode: text('failure_code'),
    failureText: text('failure_text'),
  },
  (t) => [
    unique('order_lines_by_organisation').on(t.organisationId, t.id),
    unique('order_lines_position').on(t.orderId, t.position),
    foreignKey({
      columns: [t.organisationId, t.orderId],
      foreignColumns: [orders.organisationId, orders.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    check('order_lines_quantity', sql`quantity between 1 and 50`),
    check(
      'order_lines_private_address',
      sql`private_address is null or (network_id is not null and quantity = 1)`,
    ),
    check('order_lines_ssh_access', sql`jsonb_array_length(ssh_access -> 'sources') between 1 and 20`),
  ],
)

/**
 * One response per member and key, kept for 24 hours; the hash distinguishes a replay from a reuse of the key. Until
 * there is a response, the key is leased to the request being answered, by the clock of the database.
 */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    response: jsonb('response').$type<Record<string, unknown>>(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    leasedUntil: instant('leased_until').notNull(),
    /** Incremented by each holder and each release: a holder with an older fence has lost the key. */
    fence: integer('fence').notNull().default(1),
    /** When the request first changed something: after a crash it must not be carried out again. */
    committedAt: instant('committed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.accountId, t.key] }),
    index('idempotency_keys_expiry').on(t.expiresAt),
  ],
)
