/**
 * The free capacity of a zone, indexed so that the best hosts are found without a full scan: with ten thousand
 * hosts a claim costs as much as with a hundred. Hosts are sorted by the zone's policy and are moved when
 * their free capacity changes.
 */
import { firstIndex } from '~/lib/datacentre'
import { type HostFutures, openFutures } from '../packing/host-futures'
import type { Outlook } from '../packing/outlook'
import {
  compareText,
  type HostSnapshot,
  type PlaceableResource,
  type PoolSnapshot,
  type ZoneSnapshot,
} from './place-snapshot'

export type ZoneState = {
  readonly placement: 'spread' | 'pack'
  readonly keepsHeadroom: boolean
  /** When its hosts are likely to become empty; null where nothing is packed by it. */
  readonly futures: HostFutures | null
  /** Sorted by policy: most free memory first for spread, least first for pack; then by id. */
  readonly hosts: HostSnapshot[]
  readonly pools: PoolSnapshot[]
}

/** A private copy that can change without changing the snapshot. */
export function openState(snapshot: ZoneSnapshot, futures = futuresOf(snapshot)): ZoneState {
  const hosts = snapshot.hosts.map((host) => ({ ...host, future: futures?.find(host.id) ?? null }))
  const compare = orderOf(snapshot.placement)
  return {
    placement: snapshot.placement,
    keepsHeadroom: snapshot.keepsHeadroom ?? false,
    futures,
    hosts: hosts.sort(compare),
    pools: snapshot.pools.map((pool) => ({ ...pool })),
  }
}

function futuresOf({ packing, hosts }: ZoneSnapshot): HostFutures | null {
  const measured = hosts.map(({ id, memoryMibTotal = 0 }) => ({ id, memoryMibTotal }))
  return packing ? openFutures(measured, packing) : null
}

/** Hosts with enough memory, in the policy's order or its reverse. */
export function* hostsWithMemory(
  state: ZoneState,
  memoryMib: number,
  isReversed = false,
): Generator<HostSnapshot> {
  const { hosts } = state
  const isSpread = state.placement === 'spread'
  const edge = firstIndex(hosts, (host) =>
    isSpread ? host.memoryMibFree < memoryMib : host.memoryMibFree >= memoryMib,
  )
  const [from, to] = isSpread ? [0, edge] : [edge, hosts.length]
  const count = to - from
  for (let i = 0; i < count; i += 1) {
    const host = hosts[isReversed ? to - 1 - i : from + i]
    if (host) yield host
  }
}

/** Takes the resource's capacity from the host and the pool (`sign` 1) or returns it to them (-1). */
export function take(
  state: ZoneState,
  need: PlaceableResource,
  place: { host: HostSnapshot | null; pool: PoolSnapshot | null; outlook?: Outlook | null },
  sign: 1 | -1 = 1,
): void {
  const { host, pool, outlook } = place
  if (pool) pool.gibFree -= sign * need.poolGib
  if (!host) return
  if (outlook) state.futures?.plan(host.id, outlook, sign)
  const compare = orderOf(state.placement)
  state.hosts.splice(
    firstIndex(state.hosts, (each) => compare(each, host) >= 0),
    1,
  )
  host.vcpuFree -= sign * need.vcpu
  host.memoryMibFree -= sign * need.memoryMib
  host.diskGibFree -= sign * need.diskGib
  state.hosts.splice(
    firstIndex(state.hosts, (each) => compare(each, host) >= 0),
    0,
    host,
  )
}

function orderOf(placement: 'spread' | 'pack') {
  const direction = placement === 'spread' ? -1 : 1
  return (a: HostSnapshot, b: HostSnapshot) =>
    direction * (a.memoryMibFree - b.memoryMibFree) || compareText(a.id, b.id)
}
