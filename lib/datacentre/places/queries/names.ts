import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { hosts, racks } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

export async function findZoneName(tx: Tx, id: Id<'zone'>): Promise<string | null> {
  const [row] = await tx.select({ name: zones.name }).from(zones).where(eq(zones.id, id))
  return row?.name ?? null
}

export async function findRackName(tx: Tx, id: Id<'rack'>): Promise<string | null> {
  const [row] = await tx.select({ name: racks.name }).from(racks).where(eq(racks.id, id))
  return row?.name ?? null
}

export async function findHostName(tx: Tx, id: Id<'host'>): Promise<string | null> {
  const [row] = await tx.select({ name: hosts.name }).from(hosts).where(eq(hosts.id, id))
  return row?.name ?? null
}
