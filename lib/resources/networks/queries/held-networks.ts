import { and, asc, eq, isNotNull, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { hosts } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

/** Hosts that do not answer, where networks span hosts. Without retired hosts, which are no members any more. */
export async function listHostsHoldingNetworks(tx: Tx, zoneId: Id<'zone'>): Promise<string[]> {
  const rows = await tx
    .select({ name: hosts.name })
    .from(hosts)
    .innerJoin(zones, eq(zones.id, hosts.zoneId))
    .where(
      and(
        eq(hosts.zoneId, zoneId),
        eq(zones.networkTechnology, 'ovn'),
        // The simulator changes networks' addresses while another host is down; a real OVN does not.
        eq(zones.driver, 'incus'),
        isNotNull(hosts.unreachableSince),
        ne(hosts.state, 'retired'),
        sql`not app.is_host_forgotten(${hosts.id})`,
      ),
    )
    .orderBy(asc(hosts.name))
  return rows.map(({ name }) => name)
}

/** The project has its default network in the zone, or the zone has one in advance. */
export async function hasNetworkToJoin(
  tx: Tx,
  { projectId, zoneId }: { projectId: Id<'project'>; zoneId: Id<'zone'> },
): Promise<boolean> {
  const [row] = await tx.execute<{ has: boolean }>(sql`
    select app.has_spare_network(${zoneId}) or exists (select from private_networks
      where project_id = ${projectId} and zone_id = ${zoneId} and is_default and deleted_at is null) as has`)
  return row?.has ?? false
}
