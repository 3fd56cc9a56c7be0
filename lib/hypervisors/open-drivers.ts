import { randomUUID } from 'node:crypto'
import { type Tx, withSystem } from '~/db/client'
import type { VantageReport } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'
import { systemContext } from '~/lib/kernel/system-context'
import { isOutsideHeld, mayCompareOutside } from '~/lib/recovery'
import { openZoneConnections } from './connect/zone-connections'
import type { ComparedHypervisor } from './drifts/compared-hypervisor'
import type { ComparedZone } from './drifts/queries/compared-zones'
import { readOnlyHypervisor } from './drifts/read-only-hypervisor'
import { measuredDriver } from './measured-driver'
import type { Driver, InstanceMeasurement, NetworkSpec } from './port/driver'
import { DriverError, type DriverErrorCode } from './port/driver-error'
import { type IncusDriver, openIncusDriver, openSimulator } from './port/index'
import { listIncusZones } from './queries/incus-zones'
import { ensureInstallationId } from './queries/installation'
import { findResourceZone } from './queries/resource-zones'

export type DriverSettings = {
  simulatorDatabaseUrl?: string | undefined
  incusSocket?: string | undefined
  /** Such as `10.90.0.0/24`: ranges that customers' servers may not connect to. */
  managementRanges?: readonly string[] | undefined
  now: () => Date
}

export type Drivers = {
  /** Returns the driver for the zone of this resource. @throws DriverError `hypervisor_unreachable` */
  driverFor(tx: Tx, resourceId: string): Promise<Driver>
  /** Returns access to a zone's hypervisor for a comparison; null when this process has no access. */
  hypervisorOf(tx: Tx, zone: ComparedZone): Promise<ComparedHypervisor | null>
  /** The same; while the database is held, for reading only, and only if an administrator allowed it. */
  comparedHypervisorOf(tx: Tx, zone: ComparedZone): Promise<ComparedHypervisor | null>
  /**
   * Has the zone's hypervisor give up the records of this host; false when this process has no access.
   * @throws DriverError `state_forbids` when the host answers
   */
  forgetHost(zone: ComparedZone, hostName: string, signal: AbortSignal): Promise<boolean>
  /** Ensures the network on the zone's Incus; false when this process has no access. */
  ensureNetwork(zoneId: Id<'zone'>, network: NetworkSpec, signal: AbortSignal): Promise<boolean>
  /** Returns what prevents this process from changing this zone's Incus; null when nothing does. */
  findIncusFailure(
    zoneId: Id<'zone'>,
    signal: AbortSignal,
  ): Promise<{ code: DriverErrorCode | 'no_means'; text: string } | null>
  /** Reports servers with events until the connection ends; returns at once without access. */
  watchZone(zoneId: Id<'zone'>, onChange: (instanceId: string) => void, signal: AbortSignal): Promise<void>
  /** Ensures a vantage on every member of this zone's Incus; null when this process has no access. */
  checkVantages(zoneId: Id<'zone'>, signal: AbortSignal): Promise<VantageReport[] | null>
  /**
   * Measures the running servers of every reachable hypervisor; one that does not answer does not affect the others.
   */
  measureServers(signal: AbortSignal): Promise<{ measured: InstanceMeasurement[]; failures: unknown[] }>
  close(): Promise<void>
}

/**
 * Opens connections to every kind of hypervisor that this process has access to; none is used before its first call. A
 * zone on Incus has its own hypervisor, or the one bound to `incusSocket`. Without an operator's approval of the
 * database (`lib/recovery`) there is no driver at all.
 */
export async function openDrivers(settings: DriverSettings): Promise<Drivers> {
  const { simulatorDatabaseUrl, incusSocket, managementRanges, now } = settings
  const system = () => systemContext('worker', now())
  const installation = await withSystem(system(), (tx) => ensureInstallationId(tx, randomUUID()))
  const zones = openZoneConnections({ installation, managementRanges, now })
  const bound: Record<Driver['kind'], Driver | null> = {
    simulator: simulatorDatabaseUrl
      ? openSimulator({ databaseUrl: simulatorDatabaseUrl, installation, now })
      : null,
    incus: incusSocket
      ? openIncusDriver({
          socketPath: incusSocket,
          service: 'incus-socket',
          installation,
          managementRanges,
          now,
        })
      : null,
  }
  const socketDriver = bound.incus as IncusDriver | null
  /** The Incus of a zone, or the one behind the socket; null until the database is approved. */
  const incusOf = (zoneId: Id<'zone'>) =>
    withSystem(system(), async (tx) =>
      (await isOutsideHeld(tx)) ? null : ((await zones.connectionOf(tx, zoneId))?.all ?? socketDriver),
    )
  const compared = async (tx: Tx, zone: ComparedZone): Promise<ComparedHypervisor | null> => {
    const connection = zone.driver === 'incus' ? await zones.connectionOf(tx, zone.id) : null
    const surveyor = connection?.all ?? bound[zone.driver]
    if (!surveyor) return null
    const isSimulated = zone.driver === 'simulator'
    return {
      surveyor: measuredDriver(surveyor, zone.code),
      hostOf: isSimulated ? (name) => name : await zones.hostsOf(tx, zone.id),
      driverOf: async (organisationId) => {
        if (isSimulated) return measuredDriver(surveyor, zone.code)
        const of = { zoneId: zone.id, zoneCode: zone.code, driver: zone.driver, organisationId }
        const own = await withSystem(system(), (tx) => zones.driverOf(tx, of))
        return measuredDriver(own ?? surveyor, zone.code)
      },
    }
  }
  return {
    async driverFor(tx, resourceId) {
      if (await isOutsideHeld(tx))
        throw new DriverError('hypervisor_unreachable', { params: { driver: 'recovery' } })
      const zone = await findResourceZone(tx, resourceId)
      const own = zone?.driver === 'incus' ? await zones.driverOf(tx, zone) : null
      const driver = own ?? (zone && bound[zone.driver])
      // Other zones work, and a worker with access may retry this one.
      if (!driver)
        throw new DriverError('hypervisor_unreachable', { params: { driver: zone?.driver ?? 'none' } })
      return zone ? measuredDriver(driver, zone.zoneCode) : driver
    },
    async hypervisorOf(tx, zone) {
      return (await isOutsideHeld(tx)) ? null : compared(tx, zone)
    },
    async comparedHypervisorOf(tx, zone) {
      if (!(await isOutsideHeld(tx))) return compared(tx, zone)
      const hypervisor = (await mayCompareOutside(tx)) ? await compared(tx, zone) : null
      return hypervisor && readOnlyHypervisor(hypervisor)
    },
    async forgetHost(zone, hostName, signal) {
      const found = await withSystem(system(), async (tx) => {
        if (await isOutsideHeld(tx)) return null
        const connection = zone.driver === 'incus' ? await zones.connectionOf(tx, zone.id) : null
        const driver = connection?.all ?? bound[zone.driver]
        const name = connection ? await zones.memberNameOf(tx, zone.id, hostName) : hostName
        return driver && { driver, name }
      })
      if (!found) return false
      // Without a member of this name there is no record to give up.
      if (found.name !== null) await found.driver.forgetHost(zone.code, found.name, { signal })
      return true
    },
    async ensureNetwork(zoneId, network, signal) {
      const driver = await incusOf(zoneId)
      if (!driver) return false
      await driver.ensureNetwork(network, { signal })
      return true
    },
    async findIncusFailure(zoneId, signal) {
      try {
        const driver = await incusOf(zoneId)
        if (!driver) return { code: 'no_means', text: '' }
        await driver.ping({ signal })
        return null
      } catch (error) {
        if (error instanceof DriverError) return { code: error.code, text: error.rawText }
        throw error
      }
    },
    async watchZone(zoneId, onChange, signal) {
      await (await incusOf(zoneId))?.watchInstances(onChange, { signal })
    },
    async checkVantages(zoneId, signal) {
      return (await incusOf(zoneId))?.checkVantages({ signal }) ?? null
    },
    async measureServers(signal) {
      const own = await withSystem(system(), async (tx) => {
        const found: Driver[] = []
        if (await isOutsideHeld(tx)) return null
        for (const zoneId of await listIncusZones(tx)) {
          const connection = await zones.connectionOf(tx, zoneId)
          if (connection) found.push(connection.all)
        }
        return found
      })
      if (!own) return { measured: [], failures: [] }
      const all = new Set([...own, bound.simulator, bound.incus].filter((driver) => driver !== null))
      const answers = await Promise.allSettled([...all].map((driver) => driver.measureInstances({ signal })))
      return {
        measured: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])),
        failures: answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : [])),
      }
    },
    async close() {
      await Promise.all([zones.close(), ...Object.values(bound).map((driver) => driver?.close())])
    },
  }
}
