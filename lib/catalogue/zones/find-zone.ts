import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { findZoneRowByCode } from '../queries/catalogue'
import type { ZoneState } from '../views'

export type ZoneFacts = { id: Id<'zone'>; state: ZoneState; driver: 'simulator' | 'incus' }

/** Returns the zone with this code, including closed ones. */
export async function findZone(tx: Tx, code: string): Promise<ZoneFacts | null> {
  const row = await findZoneRowByCode(tx, code)
  return row && { id: row.id, state: row.state, driver: row.driver }
}
