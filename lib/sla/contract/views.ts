import type { Id } from '~/lib/kernel/ids'
import type { AvailabilityTerms } from './terms'

type NamedObjective = {
  bundleId: Id<'bundle'>
  name: string
  isOnSale: boolean
  availabilityPpm: number
  supportResponseMinutes: number
  provisioningSeconds: number
}
type NamedZoneObjective = { zoneId: Id<'zone'>; code: string; name: string; availabilityPpm: number }

/** A version of what is promised. Instants as ISO 8601. */
export type ContractView = {
  id: Id<'serviceContract'>
  version: number
  validFrom: string
  terms: AvailabilityTerms
  bundles: readonly NamedObjective[]
  zones: readonly NamedZoneObjective[]
}

/** A version as its publisher sees it. */
export type ContractVersionView = ContractView & {
  publishedAt: string
  /** Null of the first, which comes with the product. */
  publishedBy: string | null
  /** `past` is succeeded, `in_force` holds this month, `announced` begins in a coming one. */
  standing: 'past' | 'in_force' | 'announced'
}
