import { type Id, isId } from '~/lib/kernel/ids'
import type { Driver } from '../port/driver'

export type ComparedHypervisor = {
  /** Reads the whole hypervisor. */
  surveyor: Driver
  /** Changes the objects of one organisation. */
  driverOf(organisationId: Id<'organisation'>): Promise<Driver>
  /** Returns the host for the hypervisor's name; null when that name identifies no host. */
  hostOf(name: string): string | null
}

/**
 * Returns the driver that changes the object of a drift: its organisation's. Where the drift names no organisation, the
 * one for the whole hypervisor, which changes objects with our tag only.
 */
export async function driverOfDrift(
  { surveyor, driverOf }: Pick<ComparedHypervisor, 'surveyor' | 'driverOf'>,
  organisationId: string | null,
): Promise<Driver> {
  return isId('organisation', organisationId) ? driverOf(organisationId) : surveyor
}
