import { and, asc, desc, eq, gt, lte, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundleName } from '~/db/expressions/bundle-name'
import { bundles, zones } from '~/db/schema/catalogue'
import { staffAccounts } from '~/db/schema/identity/identity'
import { bundleObjectives, serviceContracts, zoneObjectives } from '~/db/schema/sla/sla'
import type { Id } from '~/lib/kernel/ids'

export type ContractRow = typeof serviceContracts.$inferSelect
export type BundleObjectiveRow = typeof bundleObjectives.$inferSelect

/** The version in force at an instant; null before the first. */
export async function findContractInForce(tx: Tx, at: Date): Promise<ContractRow | null> {
  const [row] = await tx
    .select()
    .from(serviceContracts)
    .where(lte(serviceContracts.validFrom, at))
    .orderBy(desc(serviceContracts.validFrom))
    .limit(1)
  return row ?? null
}

export async function findBundleObjective(
  tx: Tx,
  contractId: Id<'serviceContract'>,
  bundleId: Id<'bundle'>,
): Promise<BundleObjectiveRow | null> {
  const [row] = await tx
    .select()
    .from(bundleObjectives)
    .where(and(eq(bundleObjectives.contractId, contractId), eq(bundleObjectives.bundleId, bundleId)))
  return row ?? null
}

export async function listBundleObjectives(
  tx: Tx,
  contractId: Id<'serviceContract'>,
): Promise<BundleObjectiveRow[]> {
  return tx.select().from(bundleObjectives).where(eq(bundleObjectives.contractId, contractId))
}

export async function listZoneObjectives(tx: Tx, contractId: Id<'serviceContract'>) {
  return tx.select().from(zoneObjectives).where(eq(zoneObjectives.contractId, contractId))
}

/** The version after the one that started at `validFrom`; null while none is announced. */
export async function findNextContract(tx: Tx, validFrom: Date): Promise<ContractRow | null> {
  const [row] = await tx
    .select()
    .from(serviceContracts)
    .where(gt(serviceContracts.validFrom, validFrom))
    .orderBy(asc(serviceContracts.validFrom))
    .limit(1)
  return row ?? null
}

/** Every version, newest first, with its publisher. */
export async function listContracts(tx: Tx) {
  return tx
    .select({
      id: serviceContracts.id,
      version: serviceContracts.version,
      validFrom: serviceContracts.validFrom,
      terms: serviceContracts.terms,
      publishedAt: serviceContracts.publishedAt,
      publishedBy: staffAccounts.fullName,
    })
    .from(serviceContracts)
    .leftJoin(staffAccounts, eq(staffAccounts.id, serviceContracts.publishedByStaffId))
    .orderBy(desc(serviceContracts.version))
}

/** The objectives of a version by bundle, in display order, bundles no longer sold last. */
export async function listNamedObjectives(tx: Tx, contractId: Id<'serviceContract'>) {
  return tx
    .select({
      bundleId: bundles.id,
      name: bundleName,
      isOnSale: bundles.isActive,
      availabilityPpm: bundleObjectives.availabilityPpm,
      supportResponseMinutes: bundleObjectives.supportResponseMinutes,
      provisioningSeconds: bundleObjectives.provisioningSeconds,
    })
    .from(bundleObjectives)
    .innerJoin(bundles, eq(bundles.id, bundleObjectives.bundleId))
    .where(eq(bundleObjectives.contractId, contractId))
    .orderBy(desc(bundles.isActive), asc(bundles.position), asc(bundles.id))
}

/** The objectives of a version by zone, in display order. */
export async function listNamedZoneObjectives(tx: Tx, contractId: Id<'serviceContract'>) {
  return tx
    .select({
      zoneId: zones.id,
      code: zones.code,
      name: zones.name,
      isOpen: sql<boolean>`${ne(zones.state, 'closed')}`,
      availabilityPpm: zoneObjectives.availabilityPpm,
    })
    .from(zoneObjectives)
    .innerJoin(zones, eq(zones.id, zoneObjectives.zoneId))
    .where(eq(zoneObjectives.contractId, contractId))
    .orderBy(asc(zones.position), asc(zones.id))
}

/** Serialises publishing until this transaction ends. */
export async function lockContracts(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('service_contracts', 0))`)
}

export async function insertContract(
  tx: Tx,
  contract: typeof serviceContracts.$inferInsert,
  promised: {
    bundles: (typeof bundleObjectives.$inferInsert)[]
    zones: (typeof zoneObjectives.$inferInsert)[]
  },
): Promise<void> {
  await tx.insert(serviceContracts).values(contract)
  await tx.insert(bundleObjectives).values(promised.bundles)
  if (promised.zones.length > 0) await tx.insert(zoneObjectives).values(promised.zones)
}
