import type { Id } from '~/lib/kernel/ids'
import type { Amounts } from './amounts'
import type { HostState } from './host-states'

export type HostView = {
  id: Id<'host'>
  name: string
  state: HostState
  stateReason: string | null
  stateChangedAt: string
  /** Since when it has not answered; it sells nothing meanwhile. */
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

export const allocationsPerPage = 50

/** The sold share of the sellable capacity in thousandths, for the fullest of the three resources. Pure. */
export function fillPerMille(host: Pick<HostView, 'vcpu' | 'memoryMib' | 'diskGib'>): number {
  const parts = [host.vcpu, host.memoryMib, host.diskGib]
  return Math.max(
    ...parts.map(({ total, reserved, free }) =>
      total <= reserved ? 1000 : Math.round(((total - reserved - free) * 1000) / (total - reserved)),
    ),
  )
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
  /** One page; `host.allocations` counts all. */
  allocations: HostAllocationView[]
  history: HostEvent[]
}

/** A completed or pending move of a server from or to another host. */
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

export const hostTones: Record<HostState, 'ok' | 'warn' | 'bad' | 'info' | 'off'> = {
  in_service: 'ok',
  cordoned: 'info',
  draining: 'info',
  maintenance: 'warn',
  failed: 'bad',
  retired: 'off',
}
