import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isReservedAddress } from '~/db/expressions/public-address'
import { organisations, staffAccounts } from '~/db/schema/identity/identity'
import { hosts } from '~/db/schema/inventory'
import { serverRecoveries } from '~/db/schema/planning'
import { instances } from '~/db/schema/resources/compute'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import type { Id } from '~/lib/kernel/ids'

const gone = sql`('failed', 'deleted', 'purging', 'purged')`

/** The servers on a host that exist for their customers, by name. */
export async function listServersOnLostHost(tx: Tx, hostId: Id<'host'>, limit: number) {
  return tx
    .select({
      id: instances.id,
      name: instances.name,
      state: instances.state,
      address: instances.address,
      organisation: { id: organisations.id, name: organisations.legalName },
    })
    .from(instances)
    .innerJoin(organisations, eq(organisations.id, instances.organisationId))
    .where(and(eq(instances.hostId, hostId), sql`${instances.state} not in ${gone}`))
    .orderBy(asc(organisations.legalName), asc(instances.name), asc(instances.id))
    .limit(limit)
}

/** The ids of the servers on each of these hosts. */
export async function listServerIdsOnHosts(tx: Tx, hostIds: readonly Id<'host'>[]) {
  if (hostIds.length === 0) return []
  return tx
    .select({ id: instances.id, hostId: instances.hostId })
    .from(instances)
    .where(and(inArray(instances.hostId, [...hostIds]), sql`${instances.state} not in ${gone}`))
}

/** Public addresses that lead to these servers. */
export async function listPublicAddressesOf(tx: Tx, instanceIds: readonly Id<'instance'>[]) {
  if (instanceIds.length === 0) return []
  return tx
    .select({ instanceId: publicAddresses.instanceId, address: publicAddresses.address })
    .from(publicAddresses)
    .where(and(isReservedAddress, inArray(publicAddresses.instanceId, [...instanceIds])))
    .orderBy(asc(sql`${publicAddresses.address}::inet`))
}

/** The latest recovery of each of these servers. */
export async function listLatestRecoveries(tx: Tx, instanceIds: readonly Id<'instance'>[]) {
  if (instanceIds.length === 0) return []
  return tx
    .selectDistinctOn([serverRecoveries.instanceId], {
      instanceId: serverRecoveries.instanceId,
      lossId: serverRecoveries.lossId,
      state: serverRecoveries.state,
      failureCode: serverRecoveries.failureCode,
      endedAt: serverRecoveries.endedAt,
    })
    .from(serverRecoveries)
    .where(inArray(serverRecoveries.instanceId, [...instanceIds]))
    .orderBy(asc(serverRecoveries.instanceId), desc(serverRecoveries.requestedAt), desc(serverRecoveries.id))
}

/** Servers of a loss that were started elsewhere, the latest first, with their present hosts. */
export async function listRecovered(tx: Tx, lossId: Id<'hostLoss'>, limit: number) {
  return tx
    .select({
      id: instances.id,
      name: instances.name,
      hostName: hosts.name,
      at: serverRecoveries.endedAt,
    })
    .from(serverRecoveries)
    .innerJoin(instances, eq(instances.id, serverRecoveries.instanceId))
    .innerJoin(hosts, eq(hosts.id, instances.hostId))
    .where(and(eq(serverRecoveries.lossId, lossId), eq(serverRecoveries.state, 'done')))
    .orderBy(desc(serverRecoveries.endedAt), asc(instances.name))
    .limit(limit)
}

export async function listStaffNames(tx: Tx, ids: readonly Id<'staff'>[]): Promise<Map<Id<'staff'>, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: staffAccounts.id, name: staffAccounts.fullName })
    .from(staffAccounts)
    .where(inArray(staffAccounts.id, [...ids]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Servers of this host, as recovered ones must still be lost and on it. */
export async function listLostOf(tx: Tx, hostId: Id<'host'>, ids: readonly Id<'instance'>[]) {
  return tx
    .select({
      id: instances.id,
      name: instances.name,
      state: instances.state,
      organisationId: instances.organisationId,
    })
    .from(instances)
    .where(and(eq(instances.hostId, hostId), inArray(instances.id, [...ids]), isNull(instances.deletedAt)))
    .orderBy(asc(instances.id))
}
