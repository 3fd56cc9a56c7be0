import type { Shape } from './client'
import { fitsPool, type ZoneSnapshot } from './place-snapshot'

/**
 * How many resources of this shape the zone could still take, each on one host and one pool. Exact, since
 * all are alike: what one host takes does not depend on the others. Pure.
 */
export function countFits(snapshot: ZoneSnapshot, shape: Shape): number {
  const onHosts =
    shape.vcpu > 0
      ? snapshot.hosts.reduce((sum, host) => sum + timesWithin(host, shape), 0)
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

function timesWithin(
  host: { vcpuFree: number; memoryMibFree: number; diskGibFree: number },
  shape: Shape,
): number {
  const ratios: [number, number][] = [
    [host.vcpuFree, shape.vcpu],
    [host.memoryMibFree, shape.memoryMib],
    [host.diskGibFree, shape.diskGib],
  ]
  return Math.min(...ratios.filter(([, need]) => need > 0).map(([free, need]) => Math.floor(free / need)))
}
