import { and, arrayOverlaps, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { nameRecords, nameServices, names, nameZones } from '~/db/schema/names'
import type { Id } from '~/lib/kernel/ids'

type PublishedName = { text: string; addresses: string[] }

/** The names of these servers that the DNS server has, with the addresses of both families that they lead to. */
export async function listPublishedNames(
  tx: Tx,
  instanceIds: readonly Id<'instance'>[],
): Promise<Map<string, PublishedName>> {
  if (instanceIds.length === 0) return new Map()
  const rows = await tx
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
        inArray(nameRecords.type, ['A', 'AAAA']),
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
    .orderBy(nameRecords.type)
  const published = new Map<string, PublishedName>()
  for (const { instanceId, text, addresses } of rows)
    if (instanceId)
      published.set(instanceId, {
        text,
        addresses: [...(published.get(instanceId)?.addresses ?? []), ...addresses],
      })
  return published
}

/** Names that the DNS server leads to these public addresses. */
export async function listNamesOfAddresses(tx: Tx, addresses: readonly string[]) {
  if (addresses.length === 0) return []
  return tx
    .select({ text: nameRecords.name, addresses: nameRecords.contents })
    .from(nameRecords)
    .where(
      and(
        eq(nameRecords.type, 'A'),
        eq(nameRecords.unverified, false),
        sql`${nameRecords.appliedRevision} = ${nameRecords.revision}`,
        arrayOverlaps(nameRecords.contents, [...addresses]),
      ),
    )
    .orderBy(asc(nameRecords.name))
}
