import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

/** False after rows were lost, until the zone has been compared with its hypervisor. */
export async function isZoneCompared(tx: Tx, zoneId: Id<'zone'>): Promise<boolean> {
  const [row] = await tx.execute<{ compared: boolean }>(
    sql`select not app.awaits_comparison(${zoneId}, '') as compared`,
  )
  return row?.compared ?? false
}

/**
 * False after rows were lost, until the names in the DNS server have been compared: one may lead to an address that is
 * free in our rows.
 */
export async function areNamesCompared(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ compared: boolean }>(
    sql`select not app.names_await_comparison() as compared`,
  )
  return row?.compared ?? false
}
