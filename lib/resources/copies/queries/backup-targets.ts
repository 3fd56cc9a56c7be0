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
 * Where a backup of this volume may be kept: in the other zones with hypervisors of the same kind, and in its own on
 * pools of another class. Our pools are not mapped to several of Incus': there, its own zone is none.
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
