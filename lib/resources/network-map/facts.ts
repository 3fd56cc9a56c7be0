/** What a drawing of private networks shows; texts are in the reader's language. */
export type MapFacts = {
  networks: MapNetwork[]
  /** The public addresses that lead to servers, each by the network of the server's first card. */
  addresses: { address: string; serverId: string; networkId: string }[]
  /** Pairs of these networks that are peered. */
  peerings: [string, string][]
}

/** A load balancer between its public address and the servers of its pool. */
export type MapBalancer = {
  id: string
  name: string
  /** Null while it has none. */
  address: string | null
  /** The ports on which it accepts connections: `80, 443`. */
  ports: string
  serverIds: string[]
}

export type MapNetwork = {
  id: string
  name: string
  /** Its zone and range. */
  note: string
  /** Nothing enters or leaves it. */
  isClosed: boolean
  servers: { id: string; name: string; address: string }[]
  /** The networks that it is peered with, by name. */
  peers: string[]
  balancers: MapBalancer[]
  /** What may enter or leave, and from or to where. */
  rules: MapRule[]
}

export type MapRule = {
  direction: 'in' | 'out'
  /** The other side: the internet, a range, another server or network. */
  peer: string
  /** `TCP 22`, `ICMP`. */
  traffic: string
  /** It ends at a load balancer, and reaches no server directly. */
  isForBalancer?: true
}
