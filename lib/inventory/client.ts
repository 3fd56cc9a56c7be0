import type { Id } from '~/lib/kernel/ids'
import type { HostState } from './host-states'

export type VolumeClass = 'fast' | 'standard' | 'archive'

/** What one resource needs; a part that is zero needs nothing. */
export type Shape = {
  vcpu: number
  memoryMib: number
  diskGib: number
  poolGib: number
  volumeClass: VolumeClass | null
  /** Its host carries all of these. */
  requiredLabels?: Record<string, string> | undefined
  /** How it is placed; left out: as its zone places. */
  placement?: 'spread' | 'pack' | undefined
}

/** Where a resource stands, as told to its owner: never the host's name. */
export type PlacementView = {
  resourceId: string
  site: string
  city: string
  room: string | null
  rack: string | null
  generation: string | null
  /** Of a volume. */
  pool: string | null
}

export type Amounts = { total: number; reserved: number; free: number }

export type HostView = {
  id: Id<'host'>
  name: string
  state: HostState
  stateReason: string | null
  stateChangedAt: string
  /** Since when it does not answer; it sells nothing meanwhile. */
  unreachableSince: string | null
  generation: string
  labels: Record<string, string>
  vcpuPhysical: number
  vcpuOvercommitPercent: number
  vcpu: Amounts
  memoryMib: Amounts
  diskGib: Amounts
  allocations: number
  rackId: Id<'rack'>
  rackUnit: number | null
  heightUnits: number
}

/** How many more of something could be sold now, how many if nothing were sold, and what is short when none. */
export type Stock = { free: number; total: number; short: 'vcpu' | 'memory' | 'disk' | 'volume' | null }
/** Stock by zone, then by what is counted. A zone that is not in service has no entry. */
export type StockByZone = Record<string, Record<string, Stock>>

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

export type InventorySite = {
  id: Id<'site'>
  name: string
  city: string
  address: string
  rooms: { id: Id<'room'>; name: string }[]
}

export type InventoryRack = {
  id: Id<'rack'>
  name: string
  row: string
  units: number
  roomId: Id<'room'>
  room: string
  site: string
  hosts: HostView[]
}

export type RackDetail = InventoryRack & { city: string; zoneId: Id<'zone'>; zone: string; zoneCode: string }

/** Of the `racks` that carry something, those whose loss would leave something without a place. */
export type Headroom = {
  racks: number
  fatal: { rackId: string; rack: string; stranded: number; total: number }[]
}

/** How many more servers of a bundle a zone takes. */
export type BundleFit = {
  id: Id<'bundle'>
  name: string
  vcpu: number
  memoryMib: number
  diskGib: number
  fits: number
}
export type ZoneRoom = { headroom: Headroom; fits: BundleFit[] }

export const racksPerPage = 12
export const allocationsPerPage = 50

export type ZoneDetail = {
  zone: InventoryZone
  sites: InventorySite[]
  /** One page of them. */
  racks: InventoryRack[]
  racksTotal: number
} & ZoneRoom

/** How much of what can be sold is sold, in thousandths; the fullest of the three counts. Pure. */
export function fillPerMille(host: Pick<HostView, 'vcpu' | 'memoryMib' | 'diskGib'>): number {
  const parts = [host.vcpu, host.memoryMib, host.diskGib]
  return Math.max(
    ...parts.map(({ total, reserved, free }) =>
      total <= reserved ? 1000 : Math.round(((total - reserved - free) * 1000) / (total - reserved)),
    ),
  )
}

/** Where a zone stands: one in service that no worker reaches sells nothing. Pure. */
export function zoneStanding({
  state,
  reach,
}: Pick<InventoryZone, 'state' | 'reach'>): InventoryZone['state'] | 'unreachable' {
  return state === 'in_service' && reach?.isReachable === false ? 'unreachable' : state
}

export type HostAllocationView = {
  id: Id<'allocation'>
  resourceId: string
  state: 'pending' | 'posted'
  vcpu: number
  memoryMib: number
  diskGib: number
  address: string | null
  createdAt: string
  organisation: { id: Id<'organisation'>; name: string }
  instance: { name: string; state: string; bundle: string } | null
}

export type HostDetail = {
  host: HostView
  place: { zone: string; zoneCode: string; site: string; city: string; room: string; rack: string }
  zoneId: Id<'zone'>
  /** One page of them; `host.allocations` counts all. */
  allocations: HostAllocationView[]
  history: HostEvent[]
}

/** A server that came from another host or went to one, or was to. */
export type HostMove = {
  server: string
  direction: 'in' | 'out'
  outcome: 'moved' | 'moving' | 'failed'
  other: { id: Id<'host'>; name: string }
}
/** One line of a host's history. `actor` is null for the product itself. */
export type HostEvent = { id: string; at: string } & (
  | { kind: 'event'; event: string; actor: string | null; reason: string | null }
  | ({ kind: 'move' } & HostMove)
)

export type ImportError = {
  line: number
  column: string | null
  reason: string
  params?: Record<string, string>
}

/** One value that a line changes, by the column it is written in. */
export type ImportChange = { column: string; from: string; to: string }

/** What a list of hosts would do; with any error, it does nothing. */
export type ImportPreview = {
  created: { line: number; name: string; room: string; rack: string; vcpu: number; memoryMib: number }[]
  changed: { line: number; name: string; changes: ImportChange[] }[]
  same: number
  newRacks: string[]
  errors: ImportError[]
}

/** A room by the names a list of hosts calls it. */
export type ImportRoom = { zone: string; site: string; room: string; racks: number; hosts: number }
/** What whoever writes a list of hosts must know: the rooms there are, and what may stand in a line. */
export type ImportGuide = {
  rooms: ImportRoom[]
  columns: { name: string; isRequired: boolean; standard: string }[]
  linesMax: number
}

export { largestThatFits, poolsByClass } from './capacity-view'
export { type HostState, hostCan, hostPermits, hostStates } from './host-states'
export { labelsToText, textToLabels } from './labels'
export {
  type PlacementGroupView,
  type PlacementStrength,
  placementLevels,
  placementRelations,
  placementStrengths,
} from './placement'
export { rackRows } from './rack-rows'
export { type RebalanceMove, type RebalanceView, rebalanceSizes } from './rebalance-view'
export type { PlacementReceipt, RuleView } from './receipt-view'
export type { ZonePower } from './what-if'

export const hostTones: Record<HostState, 'ok' | 'warn' | 'bad' | 'info' | 'off'> = {
  in_service: 'ok',
  cordoned: 'info',
  draining: 'info',
  maintenance: 'warn',
  failed: 'bad',
  retired: 'off',
}
