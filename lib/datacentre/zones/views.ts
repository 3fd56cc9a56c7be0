import type { Id } from '~/lib/kernel/ids'
import type { Amounts } from '../hosts/amounts'
import type { VolumeClass } from '../pools/volume-class'

export type InventoryPool = { id: Id<'pool'>; name: string; volumeClass: VolumeClass; gib: Amounts }

/** What the workers last said of the hypervisor of a zone; a simulated zone has none to reach. */
export type ZoneReach = {
  isReachable: boolean
  reachedAt: string | null
  failure: { code: string; text: string; at: string } | null
}

type Left = { free: number; total: number }

/** `capacity`: what the hosts in service may sell in all, and what of it is still free. */
export type InventoryZone = {
  id: Id<'zone'>
  code: string
  name: string
  city: string
  state: 'in_service' | 'maintenance' | 'closed'
  /** It sells only while the load of any one rack still fits in the others. */
  keepsHeadroom: boolean
  reach: ZoneReach | null
  hosts: number
  hostsOpen: number
  racks: number
  capacity: { vcpu: Left; memoryMib: Left; diskGib: Left }
  /** What they keep for the operator, beside what they may sell. */
  reserved: { vcpu: number; memoryMib: number; diskGib: number }
  pools: InventoryPool[]
}

/** Where a zone stands: one in service that no worker reaches sells nothing. Pure. */
export function zoneStanding({
  state,
  reach,
}: Pick<InventoryZone, 'state' | 'reach'>): InventoryZone['state'] | 'unreachable' {
  return state === 'in_service' && reach?.isReachable === false ? 'unreachable' : state
}
