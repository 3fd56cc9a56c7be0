import { sql } from 'drizzle-orm'
import {
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
import type { Id } from '~/lib/kernel/ids'
import { type BundleFamilyName, bundles, type Meter } from './catalogue.ts'
import { idOf, instant, int8 } from './columns.ts'
import { organisations, projects, staffAccounts } from './identity/identity.ts'
import { orderLines, orders } from './ordering/ordering.ts'

/**
 * The discount of a commitment of so many months on a family of bundles, in force over `[valid_from, valid_to)`.
 * Zero: not offered. Never changed, only succeeded.
 */
export const commitmentRates = pgTable(
  'commitment_rates',
  {
    id: idOf('id', 'commitmentRate').primaryKey(),
    family: text('family').$type<BundleFamilyName>().notNull(),
    termMonths: integer('term_months').notNull(),
    basisPoints: integer('basis_points').notNull(),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to'),
  },
  (t) => [
    index('commitment_rates_by_family').on(t.family, t.termMonths, t.validFrom),
    check('commitment_rates_share', sql`basis_points between 0 and 9000`),
    check('commitment_rates_term', sql`term_months in (12, 36)`),
    check('commitment_rates_order', sql`valid_to is null or valid_to >= valid_from`),
  ],
)

/** `silent`: it becomes hourly without a reminder. */
export type CommitmentRenewal = 'renew' | 'hourly' | 'silent'
/**
 * `ended`: the term ended and it became hourly. `renewed`: another one follows. `left`: before the end of the term.
 */
export type CommitmentState = 'active' | 'ended' | 'renewed' | 'left'
/** Micro-cents an hour of one meter, as decimal strings: without and with the commitment. */
export type CommittedPrice = { hourly: string; committed: string }

/** The commitment of one server or volume for a term at a lower price, from its first billing on. */
export const commitments = pgTable(
  'commitments',
  {
    id: idOf('id', 'commitment').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    orderLineId: idOf('order_line_id', 'orderLine').notNull(),
    resourceKind: text('resource_kind').$type<'instance' | 'volume'>().notNull(),
    resourceId: text('resource_id').$type<Id<'instance'> | Id<'volume'>>().notNull(),
    bundleId: idOf('bundle_id', 'bundle')
      .notNull()
      .references(() => bundles.id),
    termMonths: integer('term_months').notNull(),
    basisPoints: integer('basis_points').notNull(),
    prices: jsonb('prices').$type<Partial<Record<Meter, CommittedPrice>>>().notNull(),
    startedAt: instant('started_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    renewal: text('renewal').$type<CommitmentRenewal>().notNull(),
    state: text('state').$type<CommitmentState>().notNull(),
    endedAt: instant('ended_at'),
    /** When its owners were reminded of the end of the term. */
    remindedAt: instant('reminded_at'),
  },
  (t) => [
    unique('commitments_by_organisation').on(t.organisationId, t.id),
    unique('commitments_once').on(t.resourceId, t.startedAt),
    index('commitments_recent').on(t.organisationId, t.endsAt),
    index('commitments_due').on(t.endsAt).where(sql`state = 'active'`),
    foreignKey({
      columns: [t.organisationId, t.projectId],
      foreignColumns: [projects.organisationId, projects.id],
    }),
    foreignKey({
      columns: [t.organisationId, t.orderLineId],
      foreignColumns: [orderLines.organisationId, orderLines.id],
    }),
    check('commitments_term', sql`term_months in (12, 36) and ends_at > started_at`),
  ],
)

/**
 * The exit fee of a commitment. `pending` until it is owed: a deleted server can still be restored, which voids it.
 * An owed fee is billed once, as a line `commitment_exit` of the month of `owed_at`.
 */
export const commitmentExits = pgTable(
  'commitment_exits',
  {
    id: idOf('id', 'commitmentExit').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    projectId: idOf('project_id', 'project').notNull(),
    commitmentId: idOf('commitment_id', 'commitment').notNull(),
    reason: text('reason').$type<'left' | 'deleted'>().notNull(),
    /** The discount received so far, and the remaining price: the lesser of both is `cents`, without VAT. */
    enjoyedCents: int8('enjoyed_cents').notNull(),
    remainingCents: int8('remaining_cents').notNull(),
    cents: int8('cents').notNull(),
    state: text('state').$type<'pending' | 'owed' | 'voided'>().notNull(),
    askedAt: instant('asked_at').notNull(),
    owedAt: instant('owed_at'),
  },
  (t) => [
    index('commitment_exits_by_organisation').on(t.organisationId, t.owedAt),
    index('commitment_exits_by_commitment').on(t.commitmentId),
    uniqueIndex('commitment_exits_live').on(t.commitmentId).where(sql`state <> 'voided'`),
    index('commitment_exits_pending').on(t.askedAt).where(sql`state = 'pending'`),
    foreignKey({
      name: 'commitment_exits_of',
      columns: [t.organisationId, t.commitmentId],
      foreignColumns: [commitments.organisationId, commitments.id],
    }),
    check('commitment_exits_cents', sql`cents = least(enjoyed_cents, remaining_cents) and cents >= 0`),
    check('commitment_exits_owed', sql`(owed_at is not null) = (state = 'owed')`),
  ],
)

/**
 * Prices of one organisation, agreed with the operator: in force over `[valid_from, valid_to)`, one list at a time.
 */
export const negotiatedLists = pgTable(
  'negotiated_lists',
  {
    id: idOf('id', 'negotiatedList').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    reason: text('reason').notNull(),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to'),
    publishedByStaffId: idOf('published_by_staff_id', 'staff').references(() => staffAccounts.id),
    publishedAt: instant('published_at').notNull(),
  },
  (t) => [
    unique('negotiated_lists_by_organisation').on(t.organisationId, t.id),
    index('negotiated_lists_in_force').on(t.organisationId, t.validFrom),
    check('negotiated_lists_order', sql`valid_to is null or valid_to >= valid_from`),
  ],
)

/** One line of a list: a bundle or a whole family, with a discount on the public price or fixed prices by meter. */
export const negotiatedPrices = pgTable(
  'negotiated_prices',
  {
    listId: idOf('list_id', 'negotiatedList').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    position: integer('position').notNull(),
    bundleId: idOf('bundle_id', 'bundle').references(() => bundles.id),
    family: text('family').$type<BundleFamilyName>(),
    basisPoints: integer('basis_points'),
    /** Micro-cents an hour by meter, as decimal strings. */
    fixed: jsonb('fixed').$type<Partial<Record<Meter, string>>>(),
  },
  (t) => [
    primaryKey({ columns: [t.listId, t.position] }),
    foreignKey({
      name: 'negotiated_prices_of',
      columns: [t.organisationId, t.listId],
      foreignColumns: [negotiatedLists.organisationId, negotiatedLists.id],
    }),
    check('negotiated_prices_what', sql`(bundle_id is null) <> (family is null)`),
    check(
      'negotiated_prices_how',
      sql`(basis_points is null) <> (fixed is null) and (fixed is null or bundle_id is not null) and (basis_points is null or basis_points between 1 and 10000)`,
    ),
  ],
)

/** With a code or automatic; a discount for some months, or an amount to spend within them. */
export const promotions = pgTable(
  'promotions',
  {
    id: idOf('id', 'promotion').primaryKey(),
    name: text('name').notNull(),
    /** Upper case; null: granted to every matching order. */
    code: text('code').unique(),
    kind: text('kind').$type<'percentage' | 'credit'>().notNull(),
    basisPoints: integer('basis_points'),
    creditCents: int8('credit_cents'),
    durationMonths: integer('duration_months').notNull(),
    /** Empty: all bundles. */
    bundleIds: text('bundle_ids').array().notNull().default([]),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to').notNull(),
    limitPerOrganisation: integer('limit_per_organisation').notNull(),
    /** Null: no total limit. */
    limitInAll: integer('limit_in_all'),
    granted: integer('granted').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
  },
  () => [
    check(
      'promotions_worth',
      sql`(kind = 'percentage' and basis_points between 1 and 10000 and credit_cents is null) or (kind = 'credit' and credit_cents > 0 and basis_points is null)`,
    ),
    check('promotions_dates', sql`valid_to > valid_from and duration_months between 1 and 36`),
    check(
      'promotions_limits',
      sql`limit_per_organisation >= 1 and (limit_in_all is null or granted <= limit_in_all)`,
    ),
  ],
)

/** The grant of a promotion to an order: deducted from the organisation's usage over `[starts_at, ends_at)`. */
export const promotionGrants = pgTable(
  'promotion_grants',
  {
    id: idOf('id', 'promotionGrant').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    promotionId: idOf('promotion_id', 'promotion')
      .notNull()
      .references(() => promotions.id),
    orderId: idOf('order_id', 'order').notNull(),
    name: text('name').notNull(),
    basisPoints: integer('basis_points'),
    creditCents: int8('credit_cents'),
    bundleIds: text('bundle_ids').array().notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
  },
  (t) => [
    unique('promotion_grants_by_organisation').on(t.organisationId, t.id),
    unique('promotion_grants_once').on(t.promotionId, t.orderId),
    index('promotion_grants_recent').on(t.organisationId, t.endsAt),
    foreignKey({
      name: 'promotion_grants_order',
      columns: [t.organisationId, t.orderId],
      foreignColumns: [orders.organisationId, orders.id],
    }),
  ],
)

/** The amount that a grant deducted from one month's bill; written once with it. */
export const promotionUses = pgTable(
  'promotion_uses',
  {
    grantId: idOf('grant_id', 'promotionGrant').notNull(),
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    /** `2026-11` */
    period: text('period').notNull(),
    cents: int8('cents').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.grantId, t.period] }),
    foreignKey({
      name: 'promotion_uses_of',
      columns: [t.organisationId, t.grantId],
      foreignColumns: [promotionGrants.organisationId, promotionGrants.id],
    }),
    check('promotion_uses_cents', sql`cents >= 0`),
  ],
)
