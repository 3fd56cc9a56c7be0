import type { VolumeClass } from '~/lib/datacentre/client'
import type { Id } from '~/lib/kernel/ids'
import type { HostFuture, PackingInput } from '../packing/host-futures'
import type { Shape } from './shape'

export type HostSnapshot = {
  id: Id<'host'>
  rackId: Id<'rack'>
  roomId: Id<'room'>
  labels: Record<string, string>
  vcpuFree: number
  memoryMibFree: number
  diskGibFree: number
  /** Its capacity when empty; needed with futures. */
  memoryMibTotal?: number
  /** In a state: looked up once, because a claim looks at every host. */
  future?: HostFuture | null
}

export type PoolSnapshot = { id: Id<'pool'>; volumeClass: VolumeClass; gibFree: number }

/** What one zone could still sell at one instant: only hosts in service, and pools. */
export type ZoneSnapshot = {
  placement: 'spread' | 'pack'
  /** It sells only while the load of any one rack still fits in the others. */
  keepsHeadroom?: boolean
  /** Lifetimes of its servers; left out, packing uses best fit. */
  packing?: PackingInput
  hosts: readonly HostSnapshot[]
  pools: readonly PoolSnapshot[]
}

export type PlaceableResource = Shape & { resourceId: string; resourceKind: 'instance' | 'volume' }
/** `rule`: hosts have the room, but a placement group excludes them; `label`: none has the labels. */
export type ShortResource = 'vcpu' | 'memory' | 'disk' | 'volume' | 'rule' | 'label' | 'headroom'

/** A host with this label serves only the organisation that it names. */
export const dedicatedLabel = 'dedicated'

export function isOpenTo(host: Pick<HostSnapshot, 'labels'>, organisationId: string | null): boolean {
  const owner = host.labels[dedicatedLabel]
  return owner === undefined || owner === organisationId
}

/** Whether a host has all of these labels. Pure. */
export function carriesLabels(
  host: Pick<HostSnapshot, 'labels'>,
  required: Record<string, string> | undefined,
): boolean {
  for (const key in required) if (host.labels[key] !== required[key]) return false
  return true
}

export function fitsHost(
  host: Pick<HostSnapshot, 'vcpuFree' | 'memoryMibFree' | 'diskGibFree'>,
  need: Pick<Shape, 'vcpu' | 'memoryMib' | 'diskGib'>,
): boolean {
  return (
    host.vcpuFree >= need.vcpu && host.memoryMibFree >= need.memoryMib && host.diskGibFree >= need.diskGib
  )
}

export function fitsPool(pool: PoolSnapshot, need: Pick<Shape, 'poolGib' | 'volumeClass'>): boolean {
  return pool.volumeClass === need.volumeClass && pool.gibFree >= need.poolGib
}

/** Compares by code units, the same on every machine: ties are broken by id. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
