import { randomUUID } from 'node:crypto'
import { type Tx, withSystem } from '~/db/client'
import { findDriverKind } from '~/db/queries/provisioning/facts'
import { ensureInstallationId } from '~/db/queries/provisioning/installation'
import { systemContext } from '~/lib/kernel/system-context'
import type { Driver } from './drivers/driver'
import { DriverError, type DriverErrorCode } from './drivers/driver-error'
import { openIncusDriver, openSimulator } from './drivers/index'

export type DriverSettings = {
  simulatorDatabaseUrl?: string | undefined
  incusSocket?: string | undefined
  now: () => Date
}

export type Drivers = {
  /** The driver of the zone of this resource. @throws DriverError `hypervisor_unreachable` */
  driverFor(tx: Tx, resourceId: string): Promise<Driver>
  /** What keeps this process from changing anything on the Incus of the zones bound to one; null when nothing does. */
  findIncusFailure(signal: AbortSignal): Promise<{ code: DriverErrorCode | 'no_means'; text: string } | null>
  close(): Promise<void>
}

/** Connections to every kind of hypervisor this process has the means for; none is used before its first call. */
export async function openDrivers(settings: DriverSettings): Promise<Drivers> {
  const installation = await withSystem(systemContext('worker', settings.now()), (tx) =>
    ensureInstallationId(tx, randomUUID()),
  )
  const { simulatorDatabaseUrl, incusSocket, now } = settings
  const incus = incusSocket ? openIncusDriver({ socketPath: incusSocket, installation, now }) : null
  const byKind: Record<Driver['kind'], Driver | null> = {
    simulator: simulatorDatabaseUrl
      ? openSimulator({ databaseUrl: simulatorDatabaseUrl, installation, now })
      : null,
    incus,
  }
  return {
    async driverFor(tx, resourceId) {
      const kind = await findDriverKind(tx, resourceId)
      const driver = kind && byKind[kind]
      // Other zones work; a worker with the means may come back to this one.
      if (!driver) throw new DriverError('hypervisor_unreachable', { params: { driver: kind ?? 'none' } })
      return driver
    },
    async findIncusFailure(signal) {
      if (!incus) return { code: 'no_means', text: '' }
      try {
        await incus.ping({ signal })
        return null
      } catch (error) {
        if (error instanceof DriverError) return { code: error.code, text: error.rawText }
        throw error
      }
    },
    async close() {
      await Promise.all(Object.values(byKind).map((driver) => driver?.close()))
    },
  }
}
