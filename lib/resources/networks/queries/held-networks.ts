import { and, asc, eq, isNotNull, ne } from 'drizzle-orm'
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
        isNotNull(hosts.unreachableSince),
        ne(hosts.state, 'retired'),
      ),
    )
    .orderBy(asc(hosts.name))
  return rows.map(({ name }) => name)
}
