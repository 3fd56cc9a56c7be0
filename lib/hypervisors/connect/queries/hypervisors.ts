import { and, asc, eq, lt, ne, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zoneReach, zones } from '~/db/schema/catalogue'
import { hypervisorSecrets, hypervisors } from '~/db/schema/hypervisors'
import { allocations, quotas } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

export type HypervisorRow = typeof hypervisors.$inferSelect
export type SecretsRow = typeof hypervisorSecrets.$inferSelect

/** Returns false when another live row has the zone's code or is the same hypervisor. */
export async function insertHypervisor(
  tx: Tx,
  row: typeof hypervisors.$inferInsert,
  tokenSealed: string,
): Promise<boolean> {
  const made = await tx
    .insert(hypervisors)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: hypervisors.id })
  if (made.length === 0) return false
  await tx.insert(hypervisorSecrets).values({ hypervisorId: row.id, tokenSealed })
  return true
}

/** Returns the zone on the hypervisor with this certificate; null when there is none. */
export async function findZoneOfFingerprint(tx: Tx, fingerprint: string): Promise<string | null> {
  const [row] = await tx
    .select({ zoneCode: hypervisors.zoneCode })
    .from(hypervisors)
    .where(and(eq(hypervisors.fingerprint, fingerprint), ne(hypervisors.state, 'removed')))
  return row?.zoneCode ?? null
}

/** Returns the zone that reaches this hypervisor by a socket; null when there is none. */
export async function findZoneOfSocket(tx: Tx, fingerprint: string): Promise<string | null> {
  const [row] = await tx
    .select({ zoneCode: zones.code })
    .from(zoneReach)
    .innerJoin(zones, eq(zones.id, zoneReach.zoneId))
    .where(and(eq(zoneReach.fingerprint, fingerprint), ne(zones.state, 'closed')))
  return row?.zoneCode ?? null
}

export async function keepSocketFingerprint(tx: Tx, zoneId: Id<'zone'>, fingerprint: string): Promise<void> {
  await tx
    .insert(zoneReach)
    .values({ zoneId, fingerprint })
    .onConflictDoUpdate({ target: zoneReach.zoneId, set: { fingerprint } })
}

/** Excludes removed hypervisors. Ordered by zone. */
export async function listHypervisors(tx: Tx): Promise<HypervisorRow[]> {
  return tx
    .select()
    .from(hypervisors)
    .where(ne(hypervisors.state, 'removed'))
    .orderBy(asc(hypervisors.zoneCode))
}

export async function findHypervisorForUpdate(tx: Tx, id: Id<'hypervisor'>): Promise<HypervisorRow | null> {
  const [row] = await tx
    .select()
    .from(hypervisors)
    .where(and(eq(hypervisors.id, id), ne(hypervisors.state, 'removed')))
    .for('no key update')
  return row ?? null
}

export async function updateHypervisor(
  tx: Tx,
  id: Id<'hypervisor'>,
  set: Partial<Omit<HypervisorRow, 'id'>>,
): Promise<void> {
  await tx.update(hypervisors).set(set).where(eq(hypervisors.id, id))
}

export async function findSecrets(tx: Tx, id: Id<'hypervisor'>): Promise<SecretsRow | null> {
  const [row] = await tx.select().from(hypervisorSecrets).where(eq(hypervisorSecrets.hypervisorId, id))
  return row ?? null
}

export async function updateSecrets(
  tx: Tx,
  id: Id<'hypervisor'>,
  set: Partial<Omit<SecretsRow, 'hypervisorId'>>,
): Promise<void> {
  await tx.update(hypervisorSecrets).set(set).where(eq(hypervisorSecrets.hypervisorId, id))
}

export async function deleteSecrets(tx: Tx, id: Id<'hypervisor'>): Promise<void> {
  await tx.delete(hypervisorSecrets).where(eq(hypervisorSecrets.hypervisorId, id))
}

/** Lists confirmed hypervisors without a reading attempt since `before`, successful or not. */
export async function listStaleHypervisors(tx: Tx, before: Date): Promise<Id<'hypervisor'>[]> {
  const rows = await tx
    .select({ id: hypervisors.id })
    .from(hypervisors)
    .where(
      and(
        eq(hypervisors.state, 'confirmed'),
        lt(hypervisors.readAt, before),
        or(sql`${hypervisors.failedAt} is null`, lt(hypervisors.failedAt, before)),
      ),
    )
  return rows.map((row) => row.id)
}

/** Returns the zone's confirmed hypervisor with its secrets; null when the zone has no hypervisor of its own. */
export async function findZoneConnection(tx: Tx, zoneId: Id<'zone'>) {
  const [row] = await tx
    .select({
      hypervisor: hypervisors,
      secrets: hypervisorSecrets,
      networkTechnology: zones.networkTechnology,
    })
    .from(hypervisors)
    .innerJoin(zones, eq(zones.id, hypervisors.zoneId))
    .innerJoin(hypervisorSecrets, eq(hypervisorSecrets.hypervisorId, hypervisors.id))
    .where(and(eq(hypervisors.zoneId, zoneId), eq(hypervisors.state, 'confirmed')))
  return row ?? null
}

export async function countLiveAllocations(tx: Tx, zoneId: Id<'zone'>): Promise<number> {
  const [row] = await tx
    .select({ live: sql<number>`count(*)::int` })
    .from(allocations)
    .where(and(eq(allocations.zoneId, zoneId), sql`${allocations.state} in ('pending', 'posted')`))
  return row?.live ?? 0
}

/** Sums the quotas of an organisation's projects, by resource. */
export async function sumQuotas(tx: Tx, organisationId: Id<'organisation'>): Promise<Map<string, number>> {
  const rows = await tx
    .select({ resource: quotas.resource, limit: sql<number>`sum(${quotas.limit})::int` })
    .from(quotas)
    .where(eq(quotas.organisationId, organisationId))
    .groupBy(quotas.resource)
  return new Map(rows.map((row) => [row.resource, row.limit]))
}
