import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

export type BackupTargetRow = {
  zoneId: Id<'zone'>
  code: string
  name: string
  volumeClass: 'fast' | 'standard' | 'archive'
}

/**
 * Possible places for a backup of this volume: other zones with hypervisors of the same kind, and pools of
 * another class in its own zone. On Incus its own zone is excluded, because our pools do not map to separate
 * Incus pools.
 */
export async function listBackupTargets(tx: Tx, volumeId: Id<'volume'>): Promise<BackupTargetRow[]> {
  const rows = await tx.execute<BackupTargetRow>(sql`
    select distinct z.id as "zoneId", z.code, z.name, p.volume_class as "volumeClass", z.position
    from volumes v
    join zones own on own.id = v.zone_id
    join zones z on z.driver = own.driver and z.state = 'in_service'
    join storage_pools p on p.zone_id = z.id
    where v.id = ${volumeId}
      and (z.id <> own.id or (z.driver = 'simulator' and p.volume_class <> v.volume_class))
    order by z.position, z.code, p.volume_class`)
  return [...rows]
}
