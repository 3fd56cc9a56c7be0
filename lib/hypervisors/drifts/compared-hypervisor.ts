import type { Id } from '~/lib/kernel/ids'
import type { Driver } from '../port/driver'

export type ComparedHypervisor = {
  /** Reads the whole hypervisor. */
  surveyor: Driver
  /** Changes the objects of one organisation. */
  driverOf(organisationId: Id<'organisation'>): Promise<Driver>
  /** Returns the host for the hypervisor's name; null when that name identifies no host. */
  hostOf(name: string): string | null
}
