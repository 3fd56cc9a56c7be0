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
import type { Id } from '../../../lib/kernel/ids.ts'
import { idOf, instant, int8 } from '../columns.ts'
import { accounts, organisations } from '../identity/identity.ts'
import type { BalancerSettings } from '../resources/balancer-settings.ts'

/** A cart: one per person and organisation. */
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

/** Which references an organisation requires of its own orders; without a row none. */
export const referencePolicies = pgTable('reference_policies', {
  organisationId: idOf('organisation_id', 'organisation')
    .primaryKey()
    .references(() => organisations.id),
  isPurchaseOrderRequired: boolean('is_purchase_order_required').notNull().default(false),
  isMarketNumberRequired: boolean('is_market_number_required').notNull().default(false),
  /** The default paying structure of orders. */
  payerSiret: text('payer_siret'),
  updatedAt: instant('updated_at').notNull(),
})

export type ServiceCode = { code: string; name: string; isActive: boolean }

/**
 * The embedded directory of public structures: the references that each requires of its suppliers, as published by
 * Chorus Pro.
 */
export const buyerStructures = pgTable('buyer_structures', {
  siret: text('siret').primaryKey(),
  name: text('name').notNull(),
  isServiceCodeRequired: boolean('is_service_code_required').notNull(),
  isCommitmentRequired: boolean('is_commitment_required').notNull(),
  isCommitmentOrServiceCodeRequired: boolean('is_commitment_or_service_code_required').notNull(),
  serviceCodes: jsonb('service_codes').$type<ServiceCode[]>().notNull().default([]),
})

/** The remote directory's last answer about a structure, and its time. */
export const structureAnswers = pgTable('structure_answers', {
  siret: text('siret').primaryKey(),
  answer: jsonb('answer').$type<Record<string, unknown>>().notNull(),
  fetchedAt: instant('fetched_at').notNull(),
})

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/**
 * A purchase order from the organisation to the seller: usage under its number counts against its ceiling, without
 * VAT. Days are in Paris, both included.
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
    /** The highest share of the ceiling already notified, so that none is notified twice. */
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

/** Amendments of a purchase order with their start and reason; the first state has none. */
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

/** The signed document, as attached. */
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
    check('purchase_order_documents_size', sql`size_bytes between 1 and 10485760`),
  ],
)

/**
 * `quote`: waits for a signature. `operator`: no rule of the operator accepted it, a moderator decides. `obstacle`:
 * approved, and retried until a passing obstacle is gone; it is then the only reason.
 */
export type HoldReason = 'quote' | 'over_purchase_order' | 'approval' | 'operator' | 'obstacle'

/** A passing obstacle of an approved order or change. */
export type Obstacle =
  | 'busy'
  | 'running'
  | 'in_rescue'
  | 'too_many_kept'
  | 'capacity'
  | 'address'
  | 'quota'
  | 'spending_cap'
  | 'budget'
  | 'recovery'
  | 'unavailable'

/** The exact content of an order that waits for a decision; its capacity is held until `expiresAt`. */
/** A public address has no value until it is assigned: the hold only claims a place in the pool of its zone. */
export type HeldResource = {
  name: string
  hostId: Id<'host'> | null
  poolId: Id<'pool'> | null
  address: string | null
  sizeGib: number
} & (
  | {
      kind: 'instance'
      id: Id<'instance'> /** The volume that comes with the server. */
      partnerId: Id<'volume'> | null
    }
  | {
      kind: 'volume'
      id: Id<'volume'> /** The server that the volume comes with. */
      partnerId: Id<'instance'> | null
    }
  /** `partnerId`: the server that it was ordered with. */
  | { kind: 'address'; id: Id<'publicAddress'>; partnerId: Id<'instance'> | Id<'balancer'> | null }
  /** `partnerId`: the reserved public address that will lead to it; null when one is ordered with it. */
  | {
      kind: 'balancer'
      id: Id<'balancer'>
      partnerId: Id<'publicAddress'> | null
      networkId: Id<'network'>
      settings: BalancerSettings
    }
)
export type HeldLine = {
  orderLineId: Id<'orderLine'>
  bundleId: Id<'bundle'>
  zoneId: Id<'zone'>
  imageId: Id<'image'> | null
  volumeClass: 'fast' | 'standard' | 'archive' | null
  sshKeyIds: Id<'sshKey'>[]
  fromSnapshotId: Id<'snapshot'> | null
  fromImageId: Id<'privateImage'> | null
  source: {
    volumeId: Id<'volume'> | null
    snapshotId: Id<'snapshot'> | null
    backupId?: Id<'backup'> | null
  } | null
  resources: HeldResource[]
}

export const heldOrders = pgTable(
  'held_orders',
  {
    orderId: idOf('order_id', 'order').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    projectId: idOf('project_id', 'project').notNull(),
    reasons: text('reasons').array().$type<HoldReason[]>().notNull(),
    approvalsNeeded: integer('approvals_needed').notNull(),
    /**
     * Including what its orderer committed earlier on the same day, when that sum is why it waits; null when its own
     * amount is.
     */
    dayCents: int8('day_cents'),
    plan: jsonb('plan').$type<HeldLine[]>().notNull(),
    resourceIds: text('resource_ids').array().notNull(),
    names: text('names').array().notNull(),
    /** Hash of the approved content: an approval of other content does not count. */
    contentHash: text('content_hash').notNull(),
    heldAt: instant('held_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    remindedAt: instant('reminded_at'),
    escalatedAt: instant('escalated_at'),
    /** For an approved order: its obstacle, since when, and the next attempt. */
    obstacle: text('obstacle').$type<Obstacle>(),
    obstructedAt: instant('obstructed_at'),
    retryAt: instant('retry_at'),
  },
  (t) => [
    index('held_orders_by_organisation').on(t.organisationId, t.heldAt),
    index('held_orders_by_expiry').on(t.expiresAt),
    index('held_orders_by_retry').on(t.retryAt).where(sql`retry_at is not null`),
    check(
      'held_orders_obstacle',
      sql`(obstacle is null) = (obstructed_at is null) and (obstacle is null) = (retry_at is null)
  and (obstacle is not null) = ('obstacle' = any(reasons)) and (obstacle is null or reasons = array['obstacle'])`,
    ),
    check('held_orders_approvals', sql`approvals_needed between 0 and 2`),
  ],
)

/**
 * Above this amount, for this project and kind, this many other approvers must agree. The strictest matching rule
 * applies.
 */
export const signatureRules = pgTable(
  'signature_rules',
  {
    id: idOf('id', 'signatureRule').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    /** Monthly amount of the order without VAT, inclusive. */
    fromCents: int8('from_cents').notNull(),
    projectId: idOf('project_id', 'project'),
    costCentre: text('cost_centre'),
    kind: text('kind').$type<'compute' | 'storage' | 'combined' | 'address' | 'balancer'>(),
    approvals: integer('approvals').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('signature_rules_by_organisation').on(t.organisationId),
    check('signature_rules_approvals', sql`approvals between 1 and 2`),
    check('signature_rules_from', sql`from_cents >= 0`),
  ],
)

/** Delegation of an approver's decisions between two days of Paris, both included. */
export const approvalDelegations = pgTable(
  'approval_delegations',
  {
    id: idOf('id', 'delegation').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    fromAccountId: idOf('from_account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    toAccountId: idOf('to_account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on').notNull(),
    createdAt: instant('created_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    index('approval_delegations_by_organisation').on(t.organisationId),
    check('approval_delegations_days', sql`starts_on <= ends_on`),
    check('approval_delegations_people', sql`from_account_id <> to_account_id`),
  ],
)

/** One decision of one person about one content of an order; kept permanently. */
export const approvalDecisions = pgTable(
  'approval_decisions',
  {
    id: idOf('id', 'approvalDecision').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    orderId: idOf('order_id', 'order').notNull(),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    /** The approver in whose name it is given: the person itself, or the delegator. */
    onBehalfOfAccountId: idOf('on_behalf_of_account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    decision: text('decision').$type<'approved' | 'refused'>().notNull(),
    reason: text('reason').notNull(),
    contentHash: text('content_hash').notNull(),
    decidedAt: instant('decided_at').notNull(),
  },
  (t) => [
    unique('approval_decisions_once').on(t.orderId, t.accountId, t.decision),
    unique('approval_decisions_of').on(t.orderId, t.onBehalfOfAccountId, t.decision),
    index('approval_decisions_by_order').on(t.orderId),
  ],
)

/** The link in one mail to one person about one content of an order; used up by a decision or a change. */
export const approvalLinks = pgTable(
  'approval_links',
  {
    secretHash: text('secret_hash').primaryKey(),
    organisationId: idOf('organisation_id', 'organisation')
      .notNull()
      .references(() => organisations.id),
    orderId: idOf('order_id', 'order').notNull(),
    accountId: idOf('account_id', 'account')
      .notNull()
      .references(() => accounts.id),
    contentHash: text('content_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    spentAt: instant('spent_at'),
  },
  (t) => [index('approval_links_by_order').on(t.orderId)],
)
