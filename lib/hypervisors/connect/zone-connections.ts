import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import { unseal } from '~/lib/kernel/secrets/secrets'
import { DriverError } from '../port/driver-error'
import { type IncusConnection, type IncusDriver, openIncusConnection } from '../port/index'
import type { ResourceZone } from '../queries/resource-zones'
import { listHypervisorPlaces } from './list-hypervisor-places'
import { keyPlace } from './places'
import { hostOfMember, memberOfHost } from './plan-hypervisor'
import { findZoneConnection, sumQuotas } from './queries/hypervisors'

type Found = NonNullable<Awaited<ReturnType<typeof findZoneConnection>>>

export type ZoneConnections = {
  /**
   * Scoped to the organisation's project on the zone's own hypervisor; null when the zone has no hypervisor of its own.
   */
  driverOf(tx: Tx, resource: ResourceZone): Promise<IncusDriver | null>
  /** The same, over all projects. */
  connectionOf(tx: Tx, zoneId: Id<'zone'>): Promise<IncusConnection | null>
  /** Maps a cluster member to its host; null where there is only one. */
  hostsOf(tx: Tx, zoneId: Id<'zone'>): Promise<(member: string) => string | null>
  /** The cluster member of a host as last read, also one that is gone meanwhile; null for none. */
  memberNameOf(tx: Tx, zoneId: Id<'zone'>, hostName: string): Promise<string | null>
  close(): Promise<void>
}

/**
 * Connections of this process to the confirmed hypervisors. Each is opened once and has its own time-outs and circuit
 * breaker, so an unavailable hypervisor slows no other zone.
 */
export function openZoneConnections(options: {
  installation: string
  managementRanges?: readonly string[] | undefined
  now: () => Date
}): ZoneConnections {
  const open = new Map<Id<'hypervisor'>, { opening: string; connection: IncusConnection }>()

  function connect({ hypervisor, secrets, networkTechnology }: Found): IncusConnection {
    const places = listHypervisorPlaces(hypervisor)
    const known = open.get(hypervisor.id)
    const managementRanges = [...(options.managementRanges ?? []), ...hypervisor.managementRanges]
    const ovn = networkTechnology === 'ovn' ? { uplink: hypervisor.facts?.uplink ?? null } : null
    const opening = JSON.stringify({ places, managementRanges, ovn })
    if (known?.opening === opening) return known.connection
    const { host, port, fingerprint, serverCertificate } = hypervisor
    if (!serverCertificate || !secrets.certificate || !secrets.keySealed)
      throw new DriverError('unauthorised', { rawText: 'the connection has no certificate' })
    const clientKey = unseal(secrets.keySealed, keyPlace(hypervisor.id))
    const connection = openIncusConnection({
      ...options,
      service: `incus-${hypervisor.zoneCode}`,
      managementRanges,
      ovn,
      https: {
        host,
        port,
        places,
        fingerprint,
        serverCertificate,
        clientCertificate: secrets.certificate,
        clientKey,
      },
    })
    open.set(hypervisor.id, { opening, connection })
    // Calls in progress on the old connection fail and are retried on the new one.
    known?.connection.close().catch((error: unknown) => log.debug({ err: error }, 'a connection ended'))
    return connection
  }

  return {
    async driverOf(tx, { zoneId, organisationId }) {
      const found = await findZoneConnection(tx, zoneId)
      if (!found) return null
      const limits = await sumQuotas(tx, organisationId)
      const of = (resource: string) => limits.get(resource) ?? 0
      return connect(found).scopedTo({
        organisationId,
        limits: {
          instances: of('instances'),
          vcpu: of('vcpu'),
          memoryMib: of('memory_mib'),
          // While a volume moves between members, both hold a copy.
          diskGib: of('disk_gib') + of('volume_gib') * (found.hypervisor.facts?.isClustered ? 2 : 1),
        },
        memberOf: (hostName) => memberBehind(found, hostName),
      })
    },
    async connectionOf(tx, zoneId) {
      const found = await findZoneConnection(tx, zoneId)
      return found && connect(found)
    },
    async hostsOf(tx, zoneId) {
      const found = await findZoneConnection(tx, zoneId)
      const code = found?.hypervisor.facts?.isClustered ? found.hypervisor.zoneCode : null
      return (member) => (code === null ? null : hostOfMember(code, member))
    },
    async memberNameOf(tx, zoneId, hostName) {
      const { facts, zoneCode } = (await findZoneConnection(tx, zoneId))?.hypervisor ?? {}
      return facts?.isClustered && zoneCode ? memberOfHost(zoneCode, facts, hostName) : null
    },
    async close() {
      await Promise.all([...open.values()].map(({ connection }) => connection.close()))
    },
  }
}

function memberBehind({ hypervisor }: Found, hostName: string): string | null {
  const { facts, zoneCode } = hypervisor
  if (!facts?.isClustered) return null
  const member = memberOfHost(zoneCode, facts, hostName)
  if (member === null)
    throw new DriverError('rejected', { rawText: `no member of the cluster is the host ${hostName}` })
  return member
}
