import type { Id } from '~/lib/kernel/ids'
import type { Driver } from '../port/driver'

export type ComparedHypervisor = {
  /** Looks at the whole of it. */
  surveyor: Driver
  /** Acts on the things of one organisation. */
  driverOf(organisationId: Id<'organisation'>): Promise<Driver>
  /** The host of ours that the hypervisor calls so; null when that says nothing. */
  hostOf(name: string): string | null
}
