import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { hosts, racks } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

/** The hosts of racks with this name, in one zone or in all. */
export async function listHostNamesOfRack(tx: Tx, rackName: string, zoneCode: string | null) {
  const rows = await tx
    .select({ name: hosts.name })
    .from(hosts)
    .innerJoin(racks, eq(racks.id, hosts.rackId))
    .innerJoin(zones, eq(zones.id, hosts.zoneId))
    .where(and(eq(racks.name, rackName), zoneCode === null ? undefined : eq(zones.code, zoneCode)))
    .orderBy(asc(hosts.name))
  return rows.map(({ name }) => name)
}

export type ResourceZone = {
  zoneId: Id<'zone'>
  zoneCode: string
  driver: 'simulator' | 'incus'
  organisationId: Id<'organisation'>
}

/** Returns a resource's organisation, zone and kind of hypervisor. */
export async function findResourceZone(tx: Tx, resourceId: string): Promise<ResourceZone | null> {
  const [row] = await tx.execute<ResourceZone>(sql`
    select z.id as "zoneId", z.code as "zoneCode", z.driver, r.organisation_id as "organisationId"
    from (
      select zone_id, organisation_id from instances where id = ${resourceId}
      union all select zone_id, organisation_id from volumes where id = ${resourceId}
      union all select zone_id, organisation_id from volume_snapshots where id = ${resourceId}
      union all select zone_id, organisation_id from instance_snapshots where id = ${resourceId}
      union all select zone_id, organisation_id from private_images where id = ${resourceId}
      union all select zone_id, organisation_id from volume_backups where id = ${resourceId}
      union all select zone_id, organisation_id from balancers where id = ${resourceId}
    ) r join zones z on z.id = r.zone_id`)
  return row ?? null
}
