import type { PlacementRequest } from './place-request'
import {
  carriesLabels,
  fitsHost,
  type HostSnapshot,
  isOpenTo,
  type PlaceableResource,
  type ShortResource,
  type ZoneSnapshot,
} from './place-snapshot'

/**
 * Why no host can take this resource: a rule excludes the hosts with room, or none of those has the labels, or
 * else the scarcest dimension, which the fewest hosts can satisfy. Pure.
 */
export function shortOf(
  zone: Pick<ZoneSnapshot, 'hosts'>,
  request: Pick<PlacementRequest, 'organisationId'>,
  need: PlaceableResource,
): ShortResource {
  const serving = zone.hosts.filter((host) => serves(host, request, need))
  if (serving.some((host) => fitsHost(host, need))) return 'rule'
  const hasLabels = Object.keys(need.requiredLabels ?? {}).length > 0
  if (hasLabels && zone.hosts.some((host) => fitsHost(host, need))) return 'label'
  return shortOnHosts(serving, need)
}

/** The scarcest dimension for this resource, which the fewest hosts can satisfy. Pure. */
export function shortOnHosts(
  hosts: readonly HostSnapshot[],
  need: Pick<PlaceableResource, 'vcpu' | 'memoryMib' | 'diskGib'>,
): 'vcpu' | 'memory' | 'disk' {
  const able: ['vcpu' | 'memory' | 'disk', number][] = [
    ['vcpu', hosts.filter((host) => host.vcpuFree >= need.vcpu).length],
    ['memory', hosts.filter((host) => host.memoryMibFree >= need.memoryMib).length],
    ['disk', hosts.filter((host) => host.diskGibFree >= need.diskGib).length],
  ]
  return able.reduce((least, each) => (each[1] < least[1] ? each : least))[0]
}

/** Whether a host is available to the organisation and has the required labels. Pure. */
export function serves(
  host: HostSnapshot,
  request: Pick<PlacementRequest, 'organisationId'>,
  need: Pick<PlaceableResource, 'requiredLabels'>,
): boolean {
  return isOpenTo(host, request.organisationId ?? null) && carriesLabels(host, need.requiredLabels)
}
