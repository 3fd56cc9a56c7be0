import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { nameRecords, nameServices, names, nameZones } from '~/db/schema/names'
import type { Id } from '~/lib/kernel/ids'

/** The names of these servers that the DNS server has, with the addresses that they lead to. */
export async function listPublishedNames(tx: Tx, instanceIds: readonly Id<'instance'>[]) {
  if (instanceIds.length === 0) return []
  return tx
    .select({ instanceId: names.instanceId, text: nameRecords.name, addresses: nameRecords.contents })
    .from(names)
    .innerJoin(nameZones, eq(nameZones.projectId, names.projectId))
    .innerJoin(nameServices, eq(nameServices.isOn, true))
    .innerJoin(
      nameRecords,
      and(
        eq(
          nameRecords.name,
          sql`${names.label} || '.' || ${nameZones.label} || '.' || ${nameServices.domain}`,
        ),
        eq(nameRecords.type, 'A'),
      ),
    )
    .where(
      and(
        inArray(names.instanceId, [...instanceIds]),
        eq(nameRecords.unverified, false),
        sql`${nameRecords.appliedRevision} = ${nameRecords.revision}`,
        sql`cardinality(${nameRecords.contents}) > 0`,
      ),
    )
}
