import { log } from '~/lib/kernel/log'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import type { IncusHttp } from '../wire/http-client'

/** Processes and threads of one container, so that a fork bomb cannot use up the host's process ids. */
const processesMax = 4_096

/** Connections to an Incus without free user ids for isolated containers. */
const withoutFreeIds = new WeakSet<IncusHttp>()

/**
 * Settings that isolate a container from others on its host: its own range of user ids and a limit on processes. A
 * virtual machine has its own kernel and needs neither.
 */
export function isolation(type: string, isIsolated: boolean): Record<string, string> {
  if (type !== 'container') return {}
  return {
    'limits.processes': String(processesMax),
    ...(isIsolated ? { 'security.idmap.isolated': 'true' } : {}),
  }
}

/** A card may send only from its own server's addresses: over IPv6 from the reserved one, or from none. */
export const cardFilters = (address: string | null): Record<string, string> => ({
  'security.mac_filtering': 'true',
  ...(address === null ? {} : { 'security.ipv4_filtering': 'true', 'security.ipv6_filtering': 'true' }),
})

/**
 * Creates a container with its own user ids. A host without free subordinate ids creates it with shared ones, and logs
 * a warning for its operator.
 */
export async function makeIsolated<T>(incus: Incus, make: (isIsolated: boolean) => Promise<T>): Promise<T> {
  if (withoutFreeIds.has(incus.http)) return make(false)
  try {
    return await make(true)
  } catch (error) {
    const isRefused = error instanceof DriverError && /not enough uid\/gid/i.test(error.rawText)
    if (!isRefused) throw error
    withoutFreeIds.add(incus.http)
    log.warn({ err: error }, 'a host has no user ids left for isolated containers; they share one range')
    return make(false)
  }
}
