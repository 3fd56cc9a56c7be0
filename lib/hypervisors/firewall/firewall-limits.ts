import type { NetworkFilter } from '../port/firewall'

/** A hypervisor checks every rule for each new connection, and keeps every range in memory on each host. */
export const rulesPerNetworkMax = 200
export const rangesPerNetworkMax = 5_000

/** Which limit the filter of one network exceeds; null when none. Pure. */
export function exceededFirewallLimit({ rules }: Pick<NetworkFilter, 'rules'>): 'rules' | 'ranges' | null {
  if (rules.length > rulesPerNetworkMax) return 'rules'
  const ranges = rules.reduce(
    (sum, { source, destination }) => sum + (source?.length ?? 0) + (destination?.length ?? 0),
    0,
  )
  return ranges > rangesPerNetworkMax ? 'ranges' : null
}
