export const balancerProtocols = ['tcp', 'http', 'https'] as const
export type BalancerProtocol = (typeof balancerProtocols)[number]
export const balancerAlgorithms = ['round_robin', 'least_connections', 'source'] as const
export type BalancerAlgorithm = (typeof balancerAlgorithms)[number]

/** A port on which a balancer accepts connections. */
export type BalancerListener = {
  port: number
  protocol: BalancerProtocol
  /** Key and chain as one PEM text, for `https` only. */
  certificate: string | null
  /** `http` on port 80 only: answers with a redirect to `https` on port 443. */
  redirectsToHttps: boolean
}

/** How the balancer checks that a server works; `path` is for `http`. An answer below 400 counts. */
export type BalancerCheck = {
  protocol: 'tcp' | 'http'
  path: string | null
  intervalSeconds: number
  /** Checks in a row after which a server is used again. */
  rise: number
  /** Failed checks in a row after which a server is not used any more. */
  fall: number
}

export type BalancerPool = {
  serverPort: number
  algorithm: BalancerAlgorithm
  check: BalancerCheck
  /** Sends a client to the server that answered it before, while that server works. */
  isSticky: boolean
}

/** A server of the pool. While it is draining, no new connection goes to it and the open ones end by themselves. */
export type BalancerServer = { instanceId: string; address: string; isDraining: boolean }

export type BalancerSpec = {
  balancerId: string
  organisationId: string
  zoneCode: string
  /** The addresses on the network from which it reaches its servers. */
  ownAddresses: readonly string[]
  /**
   * One more address of the network, on which whichever part of the balancer works is reached; null where the network has no
   * room for it.
   */
  sharedAddress: string | null
  /** The public address that leads to it. */
  address: string
  listeners: readonly BalancerListener[]
  pool: BalancerPool
  servers: readonly BalancerServer[]
  /**
   * When set, `http` on port 80 answers challenges of a certificate authority (ACME, HTTP-01) for the account whose key has
   * this thumbprint.
   */
  challengeThumbprint?: string
}

export type BackendObservation = {
  instanceId: string
  /** `unknown`: it was not checked yet. */
  health: 'up' | 'down' | 'unknown'
  /** Null: the parts of the balancer disagree. */
  isDraining: boolean | null
  /** Open connections to the server. */
  connections: number
}

export type BalancerObservation =
  | { exists: false; observedAt: Date }
  | {
      exists: true
      /** Has the tags of this balancer and this installation. */
      ours: boolean
      /** Accepts connections on its listeners. */
      isServing: boolean
      /**
       * Every part works, and they are on two hosts where there are two. Otherwise the address may lead to a dead one: `apply`
       * mends that.
       */
      isWhole: boolean
      /** Of the configuration in force (`digestOf`); null when the parts that answer disagree, or none answers. */
      digest: string | null
      backends: BackendObservation[]
      observedAt: Date
    }

/** One of the containers of a balancer. */
export type BalancerPart = {
  /** Null: on a network that is not ours. */
  networkId: string | null
  address: string | null
  /** `changed`: its settings are not those that we made it with. `outdated`: its image was replaced by a newer one. */
  condition: 'as_made' | 'changed' | 'stopped' | 'outdated'
}

/** A balancer of this installation on a hypervisor, whole or in part. */
export type SurveyedBalancer = {
  balancerId: string
  /** Null while it cannot be read. */
  organisationId: string | null
  /** Its public addresses, each with the address on its network to which it leads; null: to none of its parts. */
  leads: readonly { address: string; to: string | null }[]
  /** Those that exist. */
  parts: readonly BalancerPart[]
  /** False: a part is on a host that does not answer. */
  isReadable: boolean
}

type Call = { signal: AbortSignal }
/** `beforeWrite` is called before each change, and throws once this caller may change nothing more. */
export type WriteOptions = Call & {
  beforeWrite?: () => Promise<void>
  /**
   * Makes outdated parts again, one after the other: the one to which the address leads comes last, once the address leads
   * to the other one and its connections have ended, or a minute has passed.
   */
  replacesOutdated?: boolean
}

/** Load balancers of a hypervisor. The calls are as repeatable as those of `Driver`. */
export type Balancers<Network> = {
  /** Whether the hypervisor has what balancers are made from. */
  isReady(options: Call): Promise<boolean>
  /** Lists every balancer of this installation in this zone, also one of which only a part or a forward is left. */
  survey(zoneCode: string, options: Call): Promise<SurveyedBalancer[]>
  /** Ensures the balancer with this configuration on this network; open connections outlive a change. */
  apply(spec: BalancerSpec, network: Network, options: WriteOptions): Promise<void>
  /** Removes it; its public address leads nowhere afterwards. */
  remove(balancerId: string, options: Call): Promise<void>
  observe(balancerId: string, options: Call): Promise<BalancerObservation>
  /**
   * Starts or ends draining of one server without a new configuration: after one, connections that a former process
   * still holds could not be counted. A server outside the pool is `not_found`.
   */
  drain(balancerId: string, server: { instanceId: string; isDraining: boolean }, options: Call): Promise<void>
}
