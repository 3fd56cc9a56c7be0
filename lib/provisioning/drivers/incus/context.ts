import { z } from 'zod'
import { DriverError } from '../driver-error'
import type { IncusHttp } from './http-client'
import { parseAnswer } from './parse-answer'

/** Where new instances go, as the default profile says: its root disk's pool, its network card if it has one. */
export type IncusPlace = {
  pool: string
  nic: { device: string; network: string; settings: Record<string, string> } | null
}

/** What every Incus call needs: the connection, the project, and whose objects are ours. */
export type Incus = {
  http: IncusHttp
  installation: string
  now: () => Date
  /** `path` with the project and `query` added. */
  path(path: string, query?: Record<string, string>): string
  /** The cluster's member that is this host of ours; null where there is only one. */
  memberOf(hostName: string): string | null
  /** The project exists, with the limits of its organisation. First of every call that takes more room. */
  prepareProject(signal: AbortSignal): Promise<void>
  /** Read once. */
  place(signal: AbortSignal): Promise<IncusPlace>
}

const profileSchema = z.object({ devices: z.record(z.string(), z.record(z.string(), z.string())) })

export function createIncusContext(options: {
  http: IncusHttp
  project: string
  installation: string
  now: () => Date
  memberOf?: ((hostName: string) => string | null) | undefined
  prepareProject?: ((signal: AbortSignal) => Promise<void>) | undefined
}): Incus {
  const { http, project, installation, now } = options
  let place: IncusPlace | null = null
  const path: Incus['path'] = (base, query = {}) => `${base}?${new URLSearchParams({ project, ...query })}`
  return {
    http,
    installation,
    now,
    path,
    memberOf: options.memberOf ?? (() => null),
    prepareProject: options.prepareProject ?? (async () => undefined),
    async place(signal) {
      if (place) return place
      const answer = await http.request('GET', path('/1.0/profiles/default'), { signal })
      const devices = parseAnswer(profileSchema, answer.metadata, 'a profile').devices
      const root = Object.values(devices).find((device) => device.type === 'disk' && device.path === '/')
      if (!root?.pool) {
        throw new DriverError('rejected', {
          rawText: 'the default profile of this Incus has no root disk with a pool',
        })
      }
      const nic = Object.entries(devices).find(([, device]) => device.type === 'nic')
      const network = nic?.[1].network
      place = { pool: root.pool, nic: nic && network ? { device: nic[0], network, settings: nic[1] } : null }
      return place
    },
  }
}
