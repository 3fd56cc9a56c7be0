import { and, count, eq, gte, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sells } from '~/db/expressions/selling-host'
import { organisations } from '~/db/schema/identity/identity'
import { hosts, storagePools } from '~/db/schema/inventory'
import { orders } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'

/** Free capacity of each zone on its hosts and pools in service. */
export async function readFree(tx: Tx, zoneIds: readonly Id<'zone'>[]) {
  const onHosts = await tx
    .select({
      zoneId: hosts.zoneId,
      vcpu: sql<number>`coalesce(sum(${hosts.vcpuFree}), 0)::float8`,
      memoryMib: sql<number>`coalesce(sum(${hosts.memoryMibFree}), 0)::float8`,
    })
    .from(hosts)
    .where(and(inArray(hosts.zoneId, [...zoneIds]), sells))
    .groupBy(hosts.zoneId)
  const inPools = await tx
    .select({
      zoneId: storagePools.zoneId,
      volumeGib: sql<number>`coalesce(sum(${storagePools.gibFree}), 0)::float8`,
    })
    .from(storagePools)
    .where(inArray(storagePools.zoneId, [...zoneIds]))
    .groupBy(storagePools.zoneId)
  return new Map(
    zoneIds.map((zoneId) => {
      const { vcpu = 0, memoryMib = 0 } = onHosts.find((each) => each.zoneId === zoneId) ?? {}
      const { volumeGib = 0 } = inPools.find((each) => each.zoneId === zoneId) ?? {}
      return [zoneId, { vcpu, memoryMib, volumeGib }] as const
    }),
  )
}

export async function setAcceptedBy(tx: Tx, orderId: Id<'order'>, acceptedBy: string): Promise<void> {
  await tx.update(orders).set({ acceptedBy }).where(eq(orders.id, orderId))
}

/**
 * Orders since then by the rule that accepted them. Null with a case: a moderator still reviews it or rejected
 * it; null without a case: the order is older than the rules.
 */
export async function countAcceptedBy(tx: Tx, since: Date) {
  const hasCase = sql<boolean>`exists (select 1 from moderation_cases c where c.subject_id = ${orders.id} and c.kind in ('order', 'quote'))`
  return tx
    .select({
      acceptedBy: orders.acceptedBy,
      hasCase: hasCase.as('has_case'),
      count: count(),
      monthlyCents: sql<string>`coalesce(sum(${orders.monthlyCents}), 0)::text`,
    })
    .from(orders)
    .where(gte(orders.createdAt, since))
    .groupBy(orders.acceptedBy, sql`has_case`)
}

/** Orders since then by each rule that would have accepted them alone; an order counts under several rules. */
export async function countAcceptingRules(tx: Tx, since: Date) {
  return tx.execute<{ rule: string; count: number }>(sql`
    select rule, count(*)::int as count from ${orders}, unnest(accepting_rules) as rule
    where created_at >= ${since.toISOString()} group by rule`)
}

export async function confirmReferences(tx: Tx, orderId: Id<'order'>): Promise<void> {
  await tx.update(orders).set({ referenceCheck: 'confirmed' }).where(eq(orders.id, orderId))
}

/** The buyer's facts for the rules, and since when it is a customer. */
export async function findBuyerFacts(tx: Tx, organisationId: Id<'organisation'>) {
  const [row] = await tx
    .select({
      directoryStatus: organisations.directoryStatus,
      spendingCapCents: organisations.spendingCapCents,
      decidedAt: organisations.decidedAt,
    })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
  return row ?? null
}

/** How many orders of the buyer were carried out. */
export async function countOrdersOf(tx: Tx, organisationId: Id<'organisation'>): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(orders)
    .where(
      and(
        eq(orders.organisationId, organisationId),
        inArray(orders.state, ['accepted', 'in_progress', 'delivered', 'partly_failed']),
      ),
    )
  return row?.count ?? 0
}
