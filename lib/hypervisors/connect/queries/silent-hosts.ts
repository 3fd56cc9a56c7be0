import { and, eq, isNotNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { hosts } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

export async function listSilentHostNames(tx: Tx, zoneId: Id<'zone'>): Promise<string[]> {
  const rows = await tx
    .select({ name: hosts.name })
    .from(hosts)
    .where(and(eq(hosts.zoneId, zoneId), isNotNull(hosts.unreachableSince)))
  return rows.map(({ name }) => name)
}
