export const hostStates = ['in_service', 'cordoned', 'draining', 'maintenance', 'failed', 'retired'] as const
export type HostState = (typeof hostStates)[number]

export type HostPermission = {
  /** Servers may be placed on it. `claim_capacity` asks the same in SQL. */
  takesServers: boolean
  /** Servers may stand on it. */
  keepsServers: boolean
  /** It runs, so that servers may be moved away from it. */
  shedsServers: boolean
  /** An operator may ask that it be emptied. */
  mayBeDrained: boolean
  /** What an operator may declare it to be. `draining` is entered by a drain and left through it. */
  declares: readonly HostState[]
}

/** What each state of a host permits. Whoever asks, asks here. */
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
 * Whether a host may be declared to be in another state: the same function decides in the menu and in the
 * use case. A state in which nothing may stand is entered only when nothing is allocated. Pure.
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
