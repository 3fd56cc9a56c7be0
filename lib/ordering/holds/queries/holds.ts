import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts, organisationMembers, organisations, projects } from '~/db/schema/identity/identity'
import {
  approvalDecisions,
  approvalDelegations,
  heldOrders,
  type Obstacle,
  signatureRules,
} from '~/db/schema/ordering/buying'
import { orderLines, orders } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole } from '~/lib/kernel/op-context'

export type HeldOrderRow = typeof heldOrders.$inferSelect

export async function insertHeldOrder(tx: Tx, row: typeof heldOrders.$inferInsert): Promise<void> {
  await tx.insert(heldOrders).values(row)
}

/**
 * The order, locked until the transaction ends, and its hold: decisions about one order queue up. Two
 * statements, because a join that locks one table returns the other as it was before the wait, with a hold
 * that the previous decision has deleted.
 */
export async function lockOrderWithHold(tx: Tx, orderId: Id<'order'>) {
  const [order] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update')
  return order ? { order, held: await findHeld(tx, orderId) } : null
}

/**
 * Whether the organisation is active, under a shared lock: it cannot be suspended before the transaction ends.
 * Concurrent orders of the same buyer share the lock; a suspension waits for it.
 */
export async function isBuyerActive(tx: Tx, id: Id<'organisation'>): Promise<boolean> {
  const [row] = await tx
    .select({ state: organisations.state })
    .from(organisations)
    .where(eq(organisations.id, id))
    .for('key share')
  return row?.state === 'active'
}

export async function findHeld(tx: Tx, orderId: Id<'order'>) {
  const [row] = await tx.select().from(heldOrders).where(eq(heldOrders.orderId, orderId))
  return row ?? null
}

/** Held orders of the organisation, the longest wait first. */
export async function listHeld(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({ held: heldOrders, order: orders, project: projects.name, placedBy: accounts.fullName })
    .from(heldOrders)
    .innerJoin(orders, eq(orders.id, heldOrders.orderId))
    .innerJoin(projects, eq(projects.id, orders.projectId))
    .leftJoin(accounts, eq(accounts.id, orders.placedByAccountId))
    .where(eq(heldOrders.organisationId, organisationId))
    .orderBy(asc(heldOrders.heldAt), asc(heldOrders.orderId))
}

const isOverPurchaseOrder = sql`'over_purchase_order' = any(${heldOrders.reasons})`

/** Unexpired orders of active buyers that wait for room under a purchase order, the longest wait first. */
export async function listOverPurchaseOrder(tx: Tx, now: Date) {
  return tx
    .select({ orderId: heldOrders.orderId, organisationId: heldOrders.organisationId })
    .from(heldOrders)
    .innerJoin(organisations, eq(organisations.id, heldOrders.organisationId))
    .where(and(isOverPurchaseOrder, gt(heldOrders.expiresAt, now), eq(organisations.state, 'active')))
    .orderBy(asc(heldOrders.heldAt), asc(heldOrders.orderId))
}

/**
 * Orders that wait for room under a purchase order and were held after this one, in the sequence of
 * `listHeld`.
 */
export async function listOverBehind(tx: Tx, { organisationId, orderId }: HeldOrderRow) {
  const rows = await tx
    .select({ orderId: heldOrders.orderId })
    .from(heldOrders)
    .where(
      and(
        eq(heldOrders.organisationId, organisationId),
        isOverPurchaseOrder,
        sql`(${heldOrders.heldAt}, ${heldOrders.orderId}) > (select own.held_at, own.order_id from held_orders own where own.order_id = ${orderId})`,
      ),
    )
  return rows.map((row) => row.orderId)
}

/** False when the order is no longer held. */
export async function deleteHeld(tx: Tx, orderId: Id<'order'>): Promise<boolean> {
  const deleted = await tx
    .delete(heldOrders)
    .where(eq(heldOrders.orderId, orderId))
    .returning({ orderId: heldOrders.orderId })
  return deleted.length === 1
}

export async function setReasons(
  tx: Tx,
  orderId: Id<'order'>,
  reasons: HeldOrderRow['reasons'],
): Promise<void> {
  await tx.update(heldOrders).set({ reasons }).where(eq(heldOrders.orderId, orderId))
}

/** Marks the order as approved but stopped by an obstacle. False when it is no longer held. */
export async function setObstacle(
  tx: Tx,
  orderId: Id<'order'>,
  obstructed: { obstacle: Obstacle; obstructedAt: Date; retryAt: Date; expiresAt: Date },
): Promise<boolean> {
  const updated = await tx
    .update(heldOrders)
    .set({ ...obstructed, reasons: ['obstacle'] })
    .where(eq(heldOrders.orderId, orderId))
    .returning({ orderId: heldOrders.orderId })
  return updated.length === 1
}

/** After a try failed for a reason other than a refusal: postpones it behind the others. */
export async function setRetryAt(tx: Tx, orderId: Id<'order'>, retryAt: Date): Promise<void> {
  await tx
    .update(heldOrders)
    .set({ retryAt })
    .where(and(eq(heldOrders.orderId, orderId), isNotNull(heldOrders.retryAt)))
}

/** Unexpired orders of active buyers with a retry due by now: due longest first, then stopped longest first. */
export async function listDueRetries(tx: Tx, now: Date, limit: number): Promise<Id<'order'>[]> {
  const rows = await tx
    .select({ orderId: heldOrders.orderId })
    .from(heldOrders)
    .innerJoin(organisations, eq(organisations.id, heldOrders.organisationId))
    .where(
      and(lte(heldOrders.retryAt, now), gt(heldOrders.expiresAt, now), eq(organisations.state, 'active')),
    )
    .orderBy(asc(heldOrders.retryAt), asc(heldOrders.obstructedAt), asc(heldOrders.orderId))
    .limit(limit)
  return rows.map(({ orderId }) => orderId)
}

/** Names reserved by held orders of a project. */
export async function listHeldNames(tx: Tx, projectId: Id<'project'>): Promise<string[]> {
  const rows = await tx
    .select({ names: heldOrders.names })
    .from(heldOrders)
    .where(eq(heldOrders.projectId, projectId))
  return rows.flatMap((row) => row.names)
}

/** Public addresses or balancers that held orders of a project would make. */
export async function countHeld(tx: Tx, projectId: Id<'project'>, counted: string): Promise<number> {
  const ofProject = eq(heldOrders.projectId, projectId)
  const rows = await tx.select({ plan: heldOrders.plan }).from(heldOrders).where(ofProject)
  const resources = rows.flatMap(({ plan }) => plan.flatMap((line) => line.resources))
  return resources.filter(({ kind }) => kind === counted).length
}

/** Sets the state of the order and all its lines. */
export async function setOrderState(
  tx: Tx,
  orderId: Id<'order'>,
  state: 'accepted' | 'delivered' | 'refused' | 'expired' | 'withdrawn',
  finishedAt: Date | null,
): Promise<void> {
  await tx.update(orders).set({ state, finishedAt }).where(eq(orders.id, orderId))
  await tx.update(orderLines).set({ state }).where(eq(orderLines.orderId, orderId))
}

export async function listLinesOfOrder(tx: Tx, orderId: Id<'order'>) {
  return tx.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(asc(orderLines.position))
}

/** Makes the claims of a held order permanent. Returns their number. */
export async function callKeepHold(tx: Tx, organisationId: string, resourceIds: string[]): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(
    sql`select app.keep_hold(${organisationId}, ${sql.param(resourceIds)}::text[]) as count`,
  )
  return row?.count ?? 0
}

export async function callEndHold(
  tx: Tx,
  organisationId: string,
  resourceIds: string[],
  state: 'voided' | 'expired',
  now: Date,
): Promise<void> {
  await tx.execute(
    sql`select app.end_hold(${organisationId}, ${sql.param(resourceIds)}::text[], ${state}, ${now.toISOString()}::timestamptz)`,
  )
}

export async function listRules(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({ rule: signatureRules, project: projects.name })
    .from(signatureRules)
    .leftJoin(projects, eq(projects.id, signatureRules.projectId))
    .where(eq(signatureRules.organisationId, organisationId))
    .orderBy(asc(signatureRules.fromCents), asc(signatureRules.id))
}

export async function insertRule(tx: Tx, row: typeof signatureRules.$inferInsert): Promise<void> {
  await tx.insert(signatureRules).values(row)
}

export async function deleteRule(tx: Tx, id: Id<'signatureRule'>) {
  const [row] = await tx.delete(signatureRules).where(eq(signatureRules.id, id)).returning()
  return row ?? null
}

export async function findCostCentre(tx: Tx, projectId: Id<'project'>): Promise<string | null> {
  const [row] = await tx
    .select({ costCentre: projects.costCentre })
    .from(projects)
    .where(eq(projects.id, projectId))
  return row?.costCentre ?? null
}

/** False when this person or this approver has already decided about the order. */
export async function insertDecision(tx: Tx, row: typeof approvalDecisions.$inferInsert): Promise<boolean> {
  const inserted = await tx
    .insert(approvalDecisions)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: approvalDecisions.id })
  return inserted.length === 1
}

export async function listDecisions(tx: Tx, orderId: Id<'order'>) {
  return tx
    .select({ decision: approvalDecisions, by: accounts.fullName })
    .from(approvalDecisions)
    .innerJoin(accounts, eq(accounts.id, approvalDecisions.accountId))
    .where(eq(approvalDecisions.orderId, orderId))
    .orderBy(asc(approvalDecisions.decidedAt), asc(approvalDecisions.id))
}

/** Delegations to this person for this day, from people with one of these roles. */
export async function listDelegators(
  tx: Tx,
  organisationId: Id<'organisation'>,
  toAccountId: Id<'account'>,
  day: string,
  roles: readonly MemberRole[],
) {
  const rows = await tx
    .select({ accountId: approvalDelegations.fromAccountId })
    .from(approvalDelegations)
    .innerJoin(
      organisationMembers,
      and(
        eq(organisationMembers.organisationId, approvalDelegations.organisationId),
        eq(organisationMembers.accountId, approvalDelegations.fromAccountId),
        isNull(organisationMembers.removedAt),
        inArray(organisationMembers.role, [...roles]),
      ),
    )
    .where(
      and(
        eq(approvalDelegations.organisationId, organisationId),
        eq(approvalDelegations.toAccountId, toAccountId),
        lte(approvalDelegations.startsOn, day),
        gte(approvalDelegations.endsOn, day),
        isNull(approvalDelegations.endedAt),
      ),
    )
    .orderBy(asc(approvalDelegations.createdAt))
  return rows.map((row) => row.accountId)
}

/** Contacts of the delegates of these people on this day. */
export async function listDelegateContacts(tx: Tx, organisationId: Id<'organisation'>, day: string) {
  return tx
    .select({
      accountId: accounts.id,
      email: accounts.email,
      fullName: accounts.fullName,
      locale: accounts.locale,
    })
    .from(approvalDelegations)
    .innerJoin(accounts, eq(accounts.id, approvalDelegations.toAccountId))
    .where(
      and(
        eq(approvalDelegations.organisationId, organisationId),
        lte(approvalDelegations.startsOn, day),
        gte(approvalDelegations.endsOn, day),
        isNull(approvalDelegations.endedAt),
      ),
    )
}

export async function listDelegations(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select()
    .from(approvalDelegations)
    .where(and(eq(approvalDelegations.organisationId, organisationId), isNull(approvalDelegations.endedAt)))
    .orderBy(desc(approvalDelegations.endsOn), asc(approvalDelegations.id))
}

export async function insertDelegation(tx: Tx, row: typeof approvalDelegations.$inferInsert): Promise<void> {
  await tx.insert(approvalDelegations).values(row)
}

/** False when it does not exist, has ended, or belongs to another person. */
export async function endDelegation(
  tx: Tx,
  id: Id<'delegation'>,
  fromAccountId: Id<'account'>,
  endedAt: Date,
): Promise<boolean> {
  const ended = await tx
    .update(approvalDelegations)
    .set({ endedAt })
    .where(
      and(
        eq(approvalDelegations.id, id),
        eq(approvalDelegations.fromAccountId, fromAccountId),
        isNull(approvalDelegations.endedAt),
      ),
    )
    .returning({ id: approvalDelegations.id })
  return ended.length === 1
}

/** Expired holds, the oldest first, without the first `skipped`. */
export async function listDueHolds(tx: Tx, now: Date, limit: number, skipped: number) {
  return tx
    .select({ orderId: heldOrders.orderId, organisationId: heldOrders.organisationId })
    .from(heldOrders)
    .where(lte(heldOrders.expiresAt, now))
    .orderBy(asc(heldOrders.expiresAt), asc(heldOrders.orderId))
    .offset(skipped)
    .limit(limit)
}

/** The signers of a quote are notified when it is made, and the quote states its validity. */
const hasApproverMails = sql`'approval' = any(${heldOrders.reasons}) and not 'quote' = any(${heldOrders.reasons})`

/**
 * Marks holds without such a notification yet and returns them, each once: first the reminder, then the notice
 * to owners.
 */
export async function claimHoldsToNotify(
  tx: Tx,
  step: 'remindedAt' | 'escalatedAt',
  heldBefore: Date,
  now: Date,
) {
  return tx
    .update(heldOrders)
    .set({ [step]: now })
    .where(and(lte(heldOrders.heldAt, heldBefore), isNull(heldOrders[step]), hasApproverMails))
    .returning({ orderId: heldOrders.orderId, organisationId: heldOrders.organisationId })
}

/** The members, by name. */
export async function listPeople(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({
      id: organisationMembers.id,
      accountId: accounts.id,
      name: accounts.fullName,
      role: organisationMembers.role,
    })
    .from(organisationMembers)
    .innerJoin(accounts, eq(accounts.id, organisationMembers.accountId))
    .where(and(eq(organisationMembers.organisationId, organisationId), isNull(organisationMembers.removedAt)))
    .orderBy(asc(accounts.fullName), asc(organisationMembers.id))
}

export async function findMemberAccount(tx: Tx, organisationId: Id<'organisation'>, memberId: Id<'member'>) {
  const people = await listPeople(tx, organisationId)
  return people.find((each) => each.id === memberId)?.accountId ?? null
}
