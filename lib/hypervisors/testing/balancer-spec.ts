import { newId } from '~/lib/kernel/ids'
import type { BalancerSpec } from '../port/balancer'

type Own = Pick<BalancerSpec, 'organisationId' | 'ownAddresses' | 'address'>
type Over = Partial<BalancerSpec> & { check?: BalancerSpec['pool']['check'] }

/** A load balancer for HTTP on port 80, without servers. */
export function balancerSpec({ check, ...over }: Own & Over): BalancerSpec {
  return {
    balancerId: newId('balancer'),
    zoneCode: 'PAR1',
    sharedAddress: null,
    listeners: [{ port: 80, protocol: 'http', certificate: null, redirectsToHttps: false }],
    pool: {
      serverPort: 80,
      algorithm: 'round_robin',
      check: check ?? { protocol: 'tcp', path: null, intervalSeconds: 5, rise: 1, fall: 2 },
      isSticky: false,
    },
    servers: [],
    ...over,
  }
}
