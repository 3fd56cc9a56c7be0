import { log } from '~/lib/kernel/log'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import type { IncusHttp } from '../wire/http-client'

/** Processes and threads of one container: a fork bomb ends there instead of taking the host's process ids. */
const processesMax = 4_096

/** Connections to an Incus that has no user ids left for isolated containers. */
const withoutIds = new WeakSet<IncusHttp>()

/**
 * What keeps a container from the others of its host: a range of user ids of its own and a limit of processes. A
 * virtual machine has a kernel of its own and needs neither.
 */
export function isolation(type: string, isIsolated: boolean): Record<string, string> {
  if (type !== 'container') return {}
  return {
    'limits.processes': String(processesMax),
    ...(isIsolated ? { 'security.idmap.isolated': 'true' } : {}),
  }
}

/** A card may send only as the server whose card it is; IPv6 has no addresses on private networks. */
export const cardFilters = (address: string | null): Record<string, string> => ({
  'security.mac_filtering': 'true',
  ...(address === null ? {} : { 'security.ipv4_filtering': 'true', 'security.ipv6_filtering': 'true' }),
})

/**
 * Make a container with user ids of its own. A host whose subordinate ids are used up makes it with the shared ones,
 * as its operator reads in the log.
 */
export async function makeIsolated<T>(incus: Incus, make: (isIsolated: boolean) => Promise<T>): Promise<T> {
  if (withoutIds.has(incus.http)) return make(false)
  try {
    return await make(true)
  } catch (error) {
    const isRefused = error instanceof DriverError && /not enough uid\/gid/i.test(error.rawText)
    if (!isRefused) throw error
    withoutIds.add(incus.http)
    log.warn({ err: error }, 'a host has no user ids left for isolated containers; they share one range')
    return make(false)
  }
}
