import { and, asc, desc, eq, gt, gte, inArray, lt, lte, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts } from '~/db/schema/identity/identity'
import {
  purchaseOrderAmendments as amendments,
  purchaseOrderDocuments as documents,
  purchaseOrders,
} from '~/db/schema/ordering/buying'
import { orderLines } from '~/db/schema/ordering/ordering'
import { balancers } from '~/db/schema/resources/balancers'
import { instances, usageIntervals, volumes } from '~/db/schema/resources/compute'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import type { Id } from '~/lib/kernel/ids'

export type PurchaseOrderRow = typeof purchaseOrders.$inferSelect

/** False when the organisation already has this number. */
export async function insertPurchaseOrder(tx: Tx, row: typeof purchaseOrders.$inferInsert): Promise<boolean> {
  const inserted = await tx
    .insert(purchaseOrders)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: purchaseOrders.id })
  return inserted.length === 1
}

export async function listPurchaseOrders(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select()
    .from(purchaseOrders)
    .where(eq(purchaseOrders.organisationId, organisationId))
    .orderBy(desc(purchaseOrders.endsOn), desc(purchaseOrders.createdAt))
    .limit(200)
}

/** Purchase orders that run on this day and whose use was notified, the most used first. */
export async function listNotifiedPurchaseOrders(tx: Tx, organisationId: Id<'organisation'>, day: string) {
  return tx
    .select({
      id: purchaseOrders.id,
      number: purchaseOrders.number,
      percent: purchaseOrders.alertedPercent,
      endsOn: purchaseOrders.endsOn,
    })
    .from(purchaseOrders)
    .where(
      and(
        eq(purchaseOrders.organisationId, organisationId),
        lte(purchaseOrders.startsOn, day),
        gte(purchaseOrders.endsOn, day),
        gt(purchaseOrders.alertedPercent, 0),
      ),
    )
    .orderBy(desc(purchaseOrders.alertedPercent), asc(purchaseOrders.endsOn))
}

export async function findPurchaseOrder(tx: Tx, id: Id<'purchaseOrder'>) {
  const [row] = await tx.select().from(purchaseOrders).where(eq(purchaseOrders.id, id))
  return row ?? null
}

export async function findPurchaseOrderForUpdate(tx: Tx, id: Id<'purchaseOrder'>) {
  const [row] = await tx.select().from(purchaseOrders).where(eq(purchaseOrders.id, id)).for('update')
  return row ?? null
}

/** The organisation's registered purchase orders with these numbers. */
export async function listByNumbers(tx: Tx, organisationId: Id<'organisation'>, numbers: string[]) {
  if (numbers.length === 0) return []
  return tx
    .select()
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.organisationId, organisationId), inArray(purchaseOrders.number, numbers)))
    .orderBy(asc(purchaseOrders.id))
}

/** The same, locked: orders under one purchase order are decided in turn. */
export async function lockByNumbers(tx: Tx, organisationId: Id<'organisation'>, numbers: string[]) {
  if (numbers.length === 0) return []
  return tx
    .select()
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.organisationId, organisationId), inArray(purchaseOrders.number, numbers)))
    .orderBy(asc(purchaseOrders.id))
    .for('update')
}

export async function changePurchaseOrder(
  tx: Tx,
  id: Id<'purchaseOrder'>,
  set: { ceilingCents?: bigint; endsOn?: string; alertedPercent?: number },
): Promise<void> {
  await tx.update(purchaseOrders).set(set).where(eq(purchaseOrders.id, id))
}

export async function insertAmendment(tx: Tx, row: typeof amendments.$inferInsert): Promise<void> {
  await tx.insert(amendments).values(row)
}

export async function listAmendments(tx: Tx, id: Id<'purchaseOrder'>) {
  return tx
    .select({ amendment: amendments, by: accounts.fullName })
    .from(amendments)
    .leftJoin(accounts, eq(accounts.id, amendments.accountId))
    .where(eq(amendments.purchaseOrderId, id))
    .orderBy(desc(amendments.createdAt), desc(amendments.id))
}

/** False when the same file is attached already. */
export async function insertDocument(tx: Tx, row: typeof documents.$inferInsert): Promise<boolean> {
  const inserted = await tx
    .insert(documents)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: documents.id })
  return inserted.length === 1
}

const described = {
  id: documents.id,
  name: documents.name,
  mediaType: documents.mediaType,
  sizeBytes: documents.sizeBytes,
  createdAt: documents.createdAt,
}

export async function listDocuments(tx: Tx, id: Id<'purchaseOrder'>) {
  return tx
    .select({ ...described, by: accounts.fullName })
    .from(documents)
    .leftJoin(accounts, eq(accounts.id, documents.accountId))
    .where(eq(documents.purchaseOrderId, id))
    .orderBy(asc(documents.createdAt), asc(documents.id))
}

/** The number of files of this purchase order, and the bytes of all files of the organisation. */
export async function sumDocuments(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'purchaseOrder'>,
): Promise<{ ofThisOne: number; bytes: number }> {
  const [row] = await tx
    .select({
      ofThisOne: sql<number>`count(*) filter (where ${documents.purchaseOrderId} = ${id})::int`,
      bytes: sql<number>`coalesce(sum(${documents.sizeBytes}), 0)::float8`,
    })
    .from(documents)
    .where(eq(documents.organisationId, organisationId))
  return row ?? { ofThisOne: 0, bytes: 0 }
}

export async function findDocument(tx: Tx, id: Id<'purchaseOrderDocument'>) {
  const [row] = await tx
    .select({ ...described, content: documents.content })
    .from(documents)
    .where(eq(documents.id, id))
  return row ?? null
}

const underNumber = (table: typeof usageIntervals | typeof orderLines, number: string) =>
  sql`${table.costReferences} ->> 'purchaseOrderNumber' = ${number}`

/** All usage under this number, as it is rated. */
export async function listUsageUnder(tx: Tx, organisationId: Id<'organisation'>, number: string) {
  return tx
    .select({
      resourceId: usageIntervals.resourceId,
      projectId: usageIntervals.projectId,
      costReferences: usageIntervals.costReferences,
      meter: usageIntervals.meter,
      priceVersionId: usageIntervals.priceVersionId,
      microCentsPerHour: usageIntervals.microCentsPerHour,
      startedAt: usageIntervals.startedAt,
      endedAt: usageIntervals.endedAt,
    })
    .from(usageIntervals)
    .where(and(eq(usageIntervals.organisationId, organisationId), underNumber(usageIntervals, number)))
}

/** Traffic above the included amount under this number, by month and server, as it is rated. */
export async function listTrafficUnder(tx: Tx, organisationId: Id<'organisation'>, number: string) {
  const rows = await tx.execute<{ measuredAt: string; cents: string }>(sql`
    select m.last_hour_at + interval '1 hour' as "measuredAt",
      div(2 * greatest(0, m.bytes / 1048576 - p.included_mebibytes)::numeric * p.micro_cents_per_gibibyte + 1024000000, 2048000000)::text as cents
    from traffic_months m join instances i on i.organisation_id = m.organisation_id and i.id = m.instance_id
      join order_lines ol on ol.organisation_id = i.organisation_id and ol.id = i.order_line_id
      join traffic_prices p on p.valid_from <= (m.period || '-01')::timestamp at time zone 'Europe/Paris'
        and (p.valid_to is null or p.valid_to > (m.period || '-01')::timestamp at time zone 'Europe/Paris')
    where m.organisation_id = ${organisationId} and ol.cost_references ->> 'purchaseOrderNumber' = ${number}`)
  return rows.map(({ measuredAt, cents }) => ({ measuredAt: new Date(measuredAt), cents: BigInt(cents) }))
}

/** Lines under this number with undelivered resources: held, being created or retried. */
export async function listComingUnder(tx: Tx, organisationId: Id<'organisation'>, number: string) {
  const making = sql<number>`(select count(*)::int from ${instances} i where i.order_line_id = order_lines.id and i.state = 'creating')
    + case when order_lines.image_id is null then (select count(*)::int from ${volumes} v where v.order_line_id = order_lines.id and v.state = 'creating') else 0 end
    + (select count(*)::int from ${balancers} b where b.order_line_id = order_lines.id and b.state = 'creating')
    + (select count(*)::int from ${publicAddresses} a where a.order_line_id = order_lines.id and a.released_at is null
        and not exists (select from usage_intervals u where u.resource_id = a.id))`
  const coming = sql<number>`case when ${orderLines.state} = 'held' then ${orderLines.quantity} else ${making} end`
  return tx
    .select({
      id: orderLines.id,
      orderId: orderLines.orderId,
      microCentsPerHour: orderLines.microCentsPerHour,
      count: coming,
    })
    .from(orderLines)
    .where(
      and(
        eq(orderLines.organisationId, organisationId),
        underNumber(orderLines, number),
        inArray(orderLines.state, ['held', 'accepted', 'in_progress', 'partly_failed', 'failed']),
      ),
    )
}

/** Purchase orders of all organisations that are valid on this day and were not yet alerted at 100 %. */
export async function listOpenIds(tx: Tx, day: string) {
  const rows = await tx
    .select({ id: purchaseOrders.id })
    .from(purchaseOrders)
    .where(
      and(
        lte(purchaseOrders.startsOn, day),
        gte(purchaseOrders.endsOn, day),
        lt(purchaseOrders.alertedPercent, 100),
      ),
    )
    .orderBy(asc(purchaseOrders.id))
  return rows.map((row) => row.id)
}
