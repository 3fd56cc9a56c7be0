import type { Id } from '../../../lib/kernel/ids.ts'

/** What the customer decides about a balancer. */
export type BalancerSettings = {
  listeners: {
    port: number
    protocol: 'tcp' | 'http' | 'https'
    /** For `https` only. */
    certificateId: Id<'certificate'> | null
    /** `http` on port 80 only: answers with a redirect to `https` on port 443. */
    redirectsToHttps: boolean
  }[]
  pool: {
    serverPort: number
    algorithm: 'round_robin' | 'least_connections' | 'source'
    check: {
      protocol: 'tcp' | 'http'
      path: string | null
      intervalSeconds: number
      rise: number
      fall: number
    }
    isSticky: boolean
    /** Servers by name, and servers with any of these tags. */
    instanceIds: Id<'instance'>[]
    tags: { key: string; value: string }[]
  }
}
