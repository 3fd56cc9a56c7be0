import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { hosts } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

export async function hostExists(tx: Tx, hostId: Id<'host'>): Promise<boolean> {
  const rows = await tx.select({ id: hosts.id }).from(hosts).where(eq(hosts.id, hostId))
  return rows.length > 0
}
