/**
 * `in_force`: a write of ours that every host confirmed. `not_in_force`: a write failed, or rules were found
 * missing; the previous ones may still be in force. `unverified`: the database was restored, and the
 * hypervisor may have rules that were set after the backup.
 */
export type NetworkStanding = 'in_force' | 'pending' | 'not_in_force' | 'unverified'

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
