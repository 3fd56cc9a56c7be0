import { z } from 'zod'

export const networkFactsSchema = z.array(
  z.object({
    name: z.string(),
    type: z.string(),
    managed: z.boolean(),
    status: z.string().default(''),
    config: z.record(z.string(), z.string()).nullish(),
  }),
)
type NetworkFacts = z.output<typeof networkFactsSchema>

/**
 * Returns the network through which private networks on OVN reach others: a managed physical network with addresses for
 * their routers, the first by name. Null when there is none, or when this Incus has no OVN database. Pure.
 */
export function chooseUplink(server: Record<string, unknown>, networks: NetworkFacts): string | null {
  if (!server['network.ovn.northbound_connection']) return null
  const usable = networks.filter(
    ({ type, managed, status, config }) =>
      managed && type === 'physical' && status === 'Created' && config?.['ipv4.ovn.ranges'],
  )
  return usable.map(({ name }) => name).sort()[0] ?? null
}

/** The IPv6 ranges that an uplink routes to private networks; none while their routers get no IPv6 address there. Pure. */
export function uplinkRoutes6(networks: NetworkFacts, uplink: string): string[] {
  const config = networks.find(({ name }) => name === uplink)?.config ?? {}
  if (!config['ipv6.gateway'] || !config['ipv6.ovn.ranges']) return []
  return (config['ipv6.routes'] ?? '').split(',').flatMap((text) => text.trim() || [])
}
