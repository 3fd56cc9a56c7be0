import { asc, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'

/** Lists the zones on a real hypervisor. */
export async function listIncusZones(tx: Tx): Promise<Id<'zone'>[]> {
  const rows = await tx
    .select({ id: zones.id })
    .from(zones)
    .where(eq(zones.driver, 'incus'))
    .orderBy(asc(zones.id))
  return rows.map(({ id }) => id)
}
