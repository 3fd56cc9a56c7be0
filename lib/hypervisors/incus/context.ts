import { z } from 'zod'
import { DriverError } from '../port/driver-error'
import type { IncusHttp } from './wire/http-client'
import { parseAnswer } from './wire/parse-answer'
import { createRecently, type Recently } from './wire/recently'

/** The storage pool for root disks and volumes of the project. */
type IncusPlace = { pool: string }
/** The network card that the operator gives to every server: that of the default project's default profile. */
type UsualCard = { device: string; network: string; settings: Record<string, string> }

/** The network through which OVN networks reach others; null when the last reading found none. */
export type OvnUplink = { uplink: string | null }

/** What every Incus call needs: the connection, the project, and the owner tag of our objects. */
export type Incus = {
  http: IncusHttp
  installation: string
  project: string
  now: () => Date
  /** `path` with the project and `query` added. */
  path(path: string, query?: Record<string, string>): string
  /** Returns the cluster member for this host; null where there is only one. */
  memberOf(hostName: string): string | null
  /**
   * Ensures the project, with its organisation's limits and access to `network`. Called first by every call that uses
   * more space.
   */
  prepareProject(signal: AbortSignal, network?: string | null): Promise<void>
  recently: Recently
  /** Addresses that once accepted a connection, so that a refusal there is significant. */
  connectedTo: Set<string>
  /** Such as `10.90.0.0/24`: ranges that customers' servers may not connect to. */
  managementRanges: readonly string[]
  /** Private networks are OVN networks of this uplink; null: bridges. */
  ovn: OvnUplink | null
  /** From the project's default profile. */
  place(signal: AbortSignal): Promise<IncusPlace>
  /** Null where there is none. */
  usualCard(signal: AbortSignal): Promise<UsualCard | null>
}

const profileSchema = z.object({ devices: z.record(z.string(), z.record(z.string(), z.string())) })

export function createIncusContext(options: {
  http: IncusHttp
  project: string
  installation: string
  now: () => Date
  memberOf?: ((hostName: string) => string | null) | undefined
  prepareProject?: Incus['prepareProject'] | undefined
  recently?: Recently | undefined
  managementRanges?: readonly string[] | undefined
  ovn?: OvnUplink | null | undefined
}): Incus {
  const { http, project, installation, now } = options
  const recently = options.recently ?? createRecently(now)
  const readDevices = (of: string, signal: AbortSignal) =>
    recently.once(`devices ${of}`, async () => {
      const answer = await http.request('GET', `/1.0/profiles/default?project=${of}`, { signal })
      return parseAnswer(profileSchema, answer.metadata, 'a profile').devices
    })
  const path: Incus['path'] = (base, query = {}) => `${base}?${new URLSearchParams({ project, ...query })}`
  return {
    http,
    installation,
    project,
    now,
    recently,
    connectedTo: new Set(),
    managementRanges: options.managementRanges ?? [],
    ovn: options.ovn ?? null,
    path,
    memberOf: options.memberOf ?? (() => null),
    prepareProject: options.prepareProject ?? (async () => undefined),
    async place(signal) {
      const devices = Object.values(await readDevices(project, signal))
      const root = devices.find((device) => device.type === 'disk' && device.path === '/')
      if (!root?.pool) {
        throw new DriverError('rejected', {
          rawText: 'the default profile of this Incus has no root disk with a pool',
        })
      }
      return { pool: root.pool }
    },
    async usualCard(signal) {
      const devices = Object.entries(await readDevices('default', signal))
      const nic = devices.find(([, device]) => device.type === 'nic')
      const network = nic?.[1].network
      return nic && network ? { device: nic[0], network, settings: nic[1] } : null
    },
  }
}
