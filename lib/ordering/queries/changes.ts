import { and, count, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { monthlyCentsOf, snapshotMeters } from '~/db/expressions/agreed-prices'
import { heldOrders } from '~/db/schema/ordering/buying'
import { costChanges } from '~/db/schema/ordering/changes'
import { type CostReferences, orderLines, orders } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'

export async function insertCostChange(tx: Tx, row: typeof costChanges.$inferInsert): Promise<void> {
  await tx.insert(costChanges).values(row)
}

/** The waiting change under this key. */
export async function findHeldChange(tx: Tx, organisationId: Id<'organisation'>, changeKey: string) {
  const [row] = await tx
    .select({ id: orders.id, number: orders.number, contentHash: heldOrders.contentHash })
    .from(orders)
    .innerJoin(heldOrders, eq(heldOrders.orderId, orders.id))
    .where(and(eq(orders.organisationId, organisationId), eq(orders.changeKey, changeKey)))
  return row ?? null
}

/** The accounting references of a resource's order. */
export async function findReferencesOfLine(tx: Tx, lineId: Id<'orderLine'>) {
  const [row] = await tx
    .select({ costReferences: orderLines.costReferences })
    .from(orderLines)
    .where(eq(orderLines.id, lineId))
  return row?.costReferences ?? {}
}

/** The same for a server or volume; empty when it does not exist. */
export async function findReferencesOfResource(tx: Tx, id: Id<'instance'> | Id<'volume'> | Id<'balancer'>) {
  const [row] = await tx.execute<{ references: CostReferences }>(sql`
    select l.cost_references as "references"
    from (select order_line_id from instances where id = ${id} union all select order_line_id from volumes where id = ${id}
      union all select order_line_id from balancers where id = ${id}) r
    join order_lines l on l.id = r.order_line_id`)
  return row?.references ?? {}
}

/** Where a server or volume is, and the kind of its bundle; null when it does not exist. */
export async function readChangedResource(tx: Tx, id: Id<'instance'> | Id<'volume'>) {
  const [row] = await tx.execute<{
    projectId: Id<'project'>
    bundleKind: 'compute' | 'storage' | 'combined'
  }>(sql`
    select i.project_id as "projectId", b.kind as "bundleKind"
    from instances i join bundles b on b.id = i.bundle_id where i.id = ${id}
    union all select project_id, 'storage' from volumes where id = ${id}`)
  return row ?? null
}

/** Changes of this server or volume that wait for a decision, the oldest first. */
export async function listWaitingChanges(tx: Tx, resourceId: string) {
  return tx
    .select({ order: orders, held: heldOrders })
    .from(orders)
    .innerJoin(heldOrders, eq(heldOrders.orderId, orders.id))
    .where(sql`${orders.change} -> 'resource' ->> 'id' = ${resourceId}`)
    .orderBy(heldOrders.heldAt, heldOrders.orderId)
}

export async function countHeldChanges(tx: Tx, resourceId: string): Promise<number> {
  const [row] = await tx
    .select({ held: count() })
    .from(orders)
    .innerJoin(heldOrders, eq(heldOrders.orderId, orders.id))
    .where(sql`${orders.change} -> 'resource' ->> 'id' = ${resourceId}`)
  return row?.held ?? 0
}

export async function setFailure(
  tx: Tx,
  orderId: Id<'order'>,
  failure: { code: string; params: Record<string, string> },
): Promise<void> {
  await tx.update(orders).set({ failure }).where(eq(orders.id, orderId))
}

/** Changes under this purchase order's number that wait, or are not in usage yet: cents of a month by id. */
export async function listChangesUnder(tx: Tx, organisationId: Id<'organisation'>, number: string) {
  const rows = await tx.execute<{ id: string; orderId: string; cents: string }>(sql`
    select o.id, o.id as "orderId", o.monthly_cents::text as cents
    from orders o join held_orders h on h.order_id = o.id
    where o.organisation_id = ${organisationId} and o.change -> 'costReferences' ->> 'purchaseOrderNumber' = ${number}
    union all
    select c.id, coalesce(c.order_id, ''), c.monthly_cents::text
    from cost_changes c join sagas s on s.id = c.saga_id
    where c.organisation_id = ${organisationId} and c.purchase_order_number = ${number}
      and s.state in ('running', 'undoing', 'parked')`)
  return rows.map(({ cents, ...row }) => ({ ...row, monthlyCents: BigInt(cents) }))
}

/**
 * The copies that schedules of volumes under this number will add to the current ones, at the copies' current
 * price: cents of a month by schedule.
 */
export async function listScheduledUnder(
  tx: Tx,
  organisationId: Id<'organisation'>,
  number: string,
  now: Date,
) {
  const copyCents = monthlyCentsOf(
    { bundleId: sql`v.bundle_id`, orderLineId: sql`v.order_line_id` },
    snapshotMeters,
    now,
  )
  const rows = await tx.execute<{ id: string; cents: string }>(sql`
    select id, cents::text from (
      select s.volume_id || ':' || s.kind as id,
        s.keep * ${copyCents}::bigint - coalesce((
          select div(sum(u.micro_cents_per_hour) * 720 + 500000, 1000000)
          from (
            select id, volume_id, 'snapshot' as kind from volume_snapshots where scheduled_for is not null
            union all select id, volume_id, 'backup' from volume_backups where scheduled_for is not null
          ) c join usage_intervals u on u.resource_id = c.id and u.ended_at is null
          where c.volume_id = s.volume_id and c.kind = s.kind), 0) as cents
      from order_lines l
        join volumes v on v.organisation_id = l.organisation_id and v.order_line_id = l.id
        join snapshot_schedules s on s.volume_id = v.id
      where l.organisation_id = ${organisationId} and l.cost_references ->> 'purchaseOrderNumber' = ${number}
        and v.state not in ('failed', 'purging', 'purged')) coming
    where cents > 0`)
  return rows.map(({ id, cents }) => ({ id, monthlyCents: BigInt(cents) }))
}
