import type { NetworkStanding } from './client'

/** Whether the rules of a network are in force, by the last write and comparison. Pure. */
export function networkStanding(network: {
  revision: number
  appliedRevision: number
  notInForceSince: Date | null
  unverified: boolean
  awaitsComparison: boolean
}): NetworkStanding {
  if (network.notInForceSince !== null) return 'not_in_force'
  if (network.awaitsComparison || network.unverified) return 'unverified'
  return network.appliedRevision === network.revision ? 'in_force' : 'pending'
}
