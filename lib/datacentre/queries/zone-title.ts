import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'

export async function findZoneTitle(tx: Tx, zoneId: Id<'zone'>) {
  const [row] = await tx
    .select({ id: zones.id, code: zones.code, name: zones.name })
    .from(zones)
    .where(eq(zones.id, zoneId))
  return row ?? null
}
