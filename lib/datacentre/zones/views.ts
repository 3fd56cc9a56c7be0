import type { Id } from '~/lib/kernel/ids'
import type { Amounts } from '../hosts/amounts'
import type { VolumeClass } from '../pools/volume-class'

export type InventoryPool = { id: Id<'pool'>; name: string; volumeClass: VolumeClass; gib: Amounts }

/** The workers' last report on a zone's hypervisor; simulated zones have none. */
export type ZoneReach = {
  isReachable: boolean
  reachedAt: string | null
  failure: { code: string; text: string; at: string } | null
}

type FreeAmount = { free: number; total: number }

/** `capacity`: the sellable total of the hosts in service, and what is free. */
export type InventoryZone = {
  id: Id<'zone'>
  code: string
  name: string
  city: string
  state: 'in_service' | 'maintenance' | 'closed'
  /** It sells only while the load of any one rack still fits in the others. */
  keepsHeadroom: boolean
  /** How its servers are placed. */
  placement: 'spread' | 'pack'
  reach: ZoneReach | null
  hosts: number
  hostsOpen: number
  racks: number
  capacity: { vcpu: FreeAmount; memoryMib: FreeAmount; diskGib: FreeAmount }
  /** Reserved for the operator, in addition to what is sold. */
  reserved: { vcpu: number; memoryMib: number; diskGib: number }
  pools: InventoryPool[]
}

/** Returns the displayed state of a zone: in service without a worker that reaches it, it sells nothing. Pure. */
export function zoneDisplayState({
  state,
  reach,
}: Pick<InventoryZone, 'state' | 'reach'>): InventoryZone['state'] | 'unreachable' {
  return state === 'in_service' && reach?.isReachable === false ? 'unreachable' : state
}
