import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { projects } from '~/db/schema/identity/identity'
import { reverseNames6 } from '~/db/schema/names'
import { instances } from '~/db/schema/resources/compute'
import { privateAddresses } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'

const address = sql<string>`${privateAddresses.address6}`
const isChosenFor = and(
  eq(reverseNames6.instanceId, privateAddresses.instanceId),
  eq(reverseNames6.address6, privateAddresses.address6),
)

/** The public IPv6 addresses that systems of servers hold, with the reverse names that were chosen. */
export async function listOwnAddresses6(tx: Tx) {
  return tx
    .select({
      instanceId: privateAddresses.instanceId,
      address,
      projectName: projects.name,
      chosen: reverseNames6.name,
    })
    .from(privateAddresses)
    .innerJoin(instances, eq(instances.id, privateAddresses.instanceId))
    .innerJoin(projects, eq(projects.id, instances.projectId))
    .leftJoin(reverseNames6, isChosenFor)
    .where(and(isNotNull(privateAddresses.address6), isNotNull(privateAddresses.seen6At)))
    .orderBy(asc(sql`${privateAddresses.address6}::inet`))
}

/** The server with this IPv6 address, among those that this person sees. */
export async function findAddress6(tx: Tx, address6: string) {
  const [row] = await tx
    .select({
      organisationId: instances.organisationId,
      projectId: instances.projectId,
      address,
      instanceId: instances.id,
    })
    .from(privateAddresses)
    .innerJoin(instances, eq(instances.id, privateAddresses.instanceId))
    .where(eq(privateAddresses.address6, address6))
  return row ?? null
}

/** The IPv6 addresses of a server. */
export async function listAddresses6Of(tx: Tx, instanceId: Id<'instance'>): Promise<string[]> {
  const rows = await tx
    .select({ address })
    .from(privateAddresses)
    .where(and(eq(privateAddresses.instanceId, instanceId), isNotNull(privateAddresses.seen6At)))
    .orderBy(asc(sql`${privateAddresses.address6}::inet`))
  return rows.map((row) => row.address)
}

export async function upsertReverseName6(tx: Tx, row: typeof reverseNames6.$inferInsert): Promise<void> {
  const { name, setAt } = row
  await tx
    .insert(reverseNames6)
    .values(row)
    .onConflictDoUpdate({
      target: [reverseNames6.instanceId, reverseNames6.address6],
      set: { name, setAt },
    })
}

export async function deleteReverseName6(
  tx: Tx,
  { instanceId, address6 }: { instanceId: Id<'instance'>; address6: string },
): Promise<void> {
  await tx
    .delete(reverseNames6)
    .where(and(eq(reverseNames6.instanceId, instanceId), eq(reverseNames6.address6, address6)))
}

/** Those whose servers do not have the address any more. */
export async function deleteReverseNames6OfGone(tx: Tx): Promise<void> {
  await tx.delete(reverseNames6).where(sql`not exists (select from ${privateAddresses} where ${isChosenFor})`)
}
