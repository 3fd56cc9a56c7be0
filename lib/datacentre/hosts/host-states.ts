export const hostStates = ['in_service', 'cordoned', 'draining', 'maintenance', 'failed', 'retired'] as const
export type HostState = (typeof hostStates)[number]

export type HostPermission = {
  /** New servers may be placed on it. `claim_capacity` has the same rule in SQL. */
  takesServers: boolean
  /** Servers may exist on it. */
  keepsServers: boolean
  /** It runs, so servers can be moved away. */
  shedsServers: boolean
  /** An operator may start a drain. */
  mayBeDrained: boolean
  /** States that an operator may declare. Only a drain enters and leaves `draining`. */
  declares: readonly HostState[]
}

/** What each state of a host permits. Always ask here. */
export const hostPermits: Readonly<Record<HostState, HostPermission>> = {
  in_service: {
    takesServers: true,
    keepsServers: true,
    shedsServers: true,
    mayBeDrained: true,
    declares: ['cordoned', 'maintenance', 'failed'],
  },
  cordoned: {
    takesServers: false,
    keepsServers: true,
    shedsServers: true,
    mayBeDrained: true,
    declares: ['in_service', 'maintenance', 'failed', 'retired'],
  },
  draining: {
    takesServers: false,
    keepsServers: true,
    shedsServers: true,
    mayBeDrained: false,
    declares: ['failed'],
  },
  maintenance: {
    takesServers: false,
    keepsServers: true,
    shedsServers: true,
    mayBeDrained: true,
    declares: ['in_service', 'cordoned', 'failed', 'retired'],
  },
  failed: {
    takesServers: false,
    keepsServers: true,
    shedsServers: false,
    mayBeDrained: false,
    declares: ['maintenance', 'retired'],
  },
  retired: {
    takesServers: false,
    keepsServers: false,
    shedsServers: false,
    mayBeDrained: false,
    declares: [],
  },
}

type HostMoveRefusal = 'same_state' | 'no_such_move' | 'host_must_be_empty'

type Facts = { state: HostState; allocations: number }
type Decision = { allowed: true } | { allowed: false; reason: HostMoveRefusal }

/**
 * Whether a host may be declared to be in another state. The menu and the use case both call this function. A state
 * that allows no servers can be entered only without allocations. Pure.
 */
export const hostCan = {
  move(host: Facts, to: HostState): Decision {
    if (host.state === to) return { allowed: false, reason: 'same_state' }
    if (!hostPermits[host.state].declares.includes(to)) return { allowed: false, reason: 'no_such_move' }
    if (!hostPermits[to].keepsServers && host.allocations > 0)
      return { allowed: false, reason: 'host_must_be_empty' }
    return { allowed: true }
  },
}
