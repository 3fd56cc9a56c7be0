/** How a server's own address is probed; for `http` an error response counts as no answer. */
export type ProbeTarget = { protocol: 'tcp' | 'http'; port: number } | { protocol: 'icmp' }
/** `unknown`: no vantage in the zone was available. `text` describes the observation. */
export type ProbeAnswer = { state: 'up' | 'down' | 'unknown'; text: string }

/** A new TCP connection from outside the zone: to a public address, from an address outside. */
export type OutsideTarget = { address: string; port: number; from: string }
/**
 * What such a connection met. `refused`: the server lives and a rule lets through; `no_answer`: a rule, the route or
 * the server; `no_route`: no router announces the address; `unknown`: the question could not be answered.
 */
export type OutsideAnswer = {
  state: 'open' | 'refused' | 'no_answer' | 'no_route' | 'unknown'
  /** The first line that the server sent, or what the vantage reports. */
  text: string
}

/** The vantage of a check: the hypervisor's own interface, or our agents within the zone. */
export type LookFrom = 'control' | 'agent'
/** The resources to check. `address` is the server's own, where our rows have it. */
export type Watched = {
  servers: readonly { resourceId: string; address: string | null }[]
  volumes: readonly { resourceId: string; poolName: string }[]
}
export type Seen = 'up' | 'down' | 'unknown'
/**
 * `off`: the server and its host are present and the server is switched off. The hypervisor does not report the reason.
 */
export type SeenResource = Seen | 'off'
/** The result of one check: the zone as a whole, and every checked resource by its id. */
export type ZoneSight = { zone: Seen; resources: ReadonlyMap<string, SeenResource> }
