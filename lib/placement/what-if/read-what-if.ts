import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { RackLoad } from '../headroom/plan-headroom'
import { countClaimsByRack } from '../headroom/queries/headroom'
import { readZoneForClaim } from '../packing/read-packing'
import type { MeasuredSnapshot } from '../scheduler/read-snapshot'
import type { Shape } from '../scheduler/shape'
import { type DrainZone, type HostRow, readDrainZone } from './read-drain-zone'
import type { WhatIfHost } from './what-if'

type ChooseEmptied = (hosts: readonly HostRow[]) => Iterable<Id<'host'>>

export type WhatIfZone = Omit<DrainZone, 'hosts'> & {
  hosts: WhatIfHost[]
  /** The load of every rack, even if its servers were not read. */
  loads: RackLoad[]
  /** Null when the zone sells nothing. */
  snapshot: MeasuredSnapshot | null
}

/** The input of a what-if plan for a zone, read now. `ordered`: the sizes of the resources of an order. */
export async function readWhatIfZone(
  tx: Tx,
  zoneId: Id<'zone'>,
  { chooseEmptied, ordered }: { chooseEmptied: ChooseEmptied; ordered: readonly Shape[] },
  now: Date,
): Promise<WhatIfZone> {
  const zone = await readDrainZone(tx, zoneId, chooseEmptied)
  return {
    ...zone,
    loads: await countClaimsByRack(tx, zoneId),
    snapshot: await readZoneForClaim(tx, zoneId, ordered, now),
    hosts: zone.hosts.flatMap((host) => {
      const row = zone.hostById.get(host.id)
      if (!row) return []
      const total = { vcpu: row.vcpuTotal, memoryMib: row.memoryMibTotal, diskGib: row.diskGibTotal }
      return [{ ...host, rack: row.rack, total }]
    }),
  }
}
