import type { Stock } from '../headroom/views'
import { shortOnHosts } from './place-shortage'
import {
  carriesLabels,
  fitsHost,
  fitsPool,
  type HostSnapshot,
  isOpenTo,
  type ZoneSnapshot,
} from './place-snapshot'
import type { Shape } from './shape'

/**
 * How many resources of this shape the zone could still take, each on one host and one pool. Exact, since all
 * are equal: each host's count is independent of the others. Hosts dedicated to another organisation, or
 * without the required labels, do not count. Pure.
 */
export function countFits(
  snapshot: ZoneSnapshot,
  shape: Shape,
  organisationId: string | null = null,
): number {
  const onHosts =
    shape.vcpu > 0
      ? snapshot.hosts.reduce(
          (sum, host) => (sells(host, shape, organisationId) ? sum + timesWithin(host, shape) : sum),
          0,
        )
      : Number.POSITIVE_INFINITY
  const inPools =
    shape.poolGib > 0
      ? snapshot.pools
          .filter((pool) => fitsPool(pool, shape))
          .reduce((sum, pool) => sum + Math.floor(pool.gibFree / shape.poolGib), 0)
      : Number.POSITIVE_INFINITY
  const fits = Math.min(onHosts, inPools)
  return Number.isFinite(fits) ? fits : 0
}

function sells(host: HostSnapshot, shape: Shape, organisationId: string | null): boolean {
  return isOpenTo(host, organisationId) && carriesLabels(host, shape.requiredLabels)
}

function timesWithin(
  host: { vcpuFree: number; memoryMibFree: number; diskGibFree: number },
  shape: Shape,
): number {
  const times = (free: number, need: number) =>
    need > 0 ? Math.floor(free / need) : Number.POSITIVE_INFINITY
  return Math.min(
    times(host.vcpuFree, shape.vcpu),
    times(host.memoryMibFree, shape.memoryMib),
    times(host.diskGibFree, shape.diskGib),
  )
}

/** The scarce resource for one more of this shape, when none fits. Pure. */
export function shortOfStock(
  snapshot: ZoneSnapshot,
  shape: Shape,
  organisationId: string | null,
): Stock['short'] {
  const open = snapshot.hosts.filter((host) => sells(host, shape, organisationId))
  const hasHost = shape.vcpu === 0 || open.some((host) => fitsHost(host, shape))
  return hasHost ? 'volume' : shortOnHosts(open, shape)
}
