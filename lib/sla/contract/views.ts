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

/** A contract version. Instants are ISO 8601. */
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
  /** Null for the first, which ships with the product. */
  publishedBy: string | null
  /** `past` has been succeeded, `in_force` applies this month, `announced` starts in a future one. */
  standing: 'past' | 'in_force' | 'announced'
}
