import type { InstanceState } from '~/db/schema/resources/compute'

export type InstanceFacts = { state: InstanceState; isProtected: boolean }

/** Why an action is refused; the texts are `compute.refusal.<reason>`. */
export type InstanceRefusal =
  | 'is_creating'
  | 'is_changing'
  | 'is_running'
  | 'is_stopped'
  | 'is_in_rescue'
  | 'is_lost'
  | 'is_deleted'
  | 'is_purged'
  | 'is_failed'
  | 'is_protected'
  | 'is_unprotected'

export type Decision<Reason> = { allowed: true } | { allowed: false; reason: Reason }

const reasonByState: Record<InstanceState, InstanceRefusal> = {
  creating: 'is_creating',
  running: 'is_running',
  stopping: 'is_changing',
  stopped: 'is_stopped',
  starting: 'is_changing',
  restarting: 'is_changing',
  resizing: 'is_changing',
  moving: 'is_changing',
  restoring: 'is_changing',
  entering_rescue: 'is_changing',
  in_rescue: 'is_in_rescue',
  leaving_rescue: 'is_changing',
  lost: 'is_lost',
  recovering: 'is_changing',
  deleted: 'is_deleted',
  purging: 'is_purged',
  purged: 'is_purged',
  failed: 'is_failed',
}

type Rule = {
  (instance: InstanceFacts): Decision<InstanceRefusal>
  readonly states: readonly InstanceState[]
}

function rule(
  states: readonly InstanceState[],
  also: (instance: InstanceFacts) => InstanceRefusal | null = () => null,
): Rule {
  const decide = (instance: InstanceFacts): Decision<InstanceRefusal> => {
    if (!states.includes(instance.state)) return { allowed: false, reason: reasonByState[instance.state] }
    const reason = also(instance)
    return reason ? { allowed: false, reason } : { allowed: true }
  }
  return Object.assign(decide, { states })
}

const steady = ['running', 'stopped'] as const
const named = [
  'running',
  'stopped',
  'stopping',
  'starting',
  'restarting',
  'resizing',
  'moving',
  'restoring',
  'entering_rescue',
  'in_rescue',
  'leaving_rescue',
] as const
const unlessProtected = (instance: InstanceFacts) => (instance.isProtected ? 'is_protected' : null)

/**
 * The allowed actions on a server in each state, and why others are refused. The button, the use case and the
 * simulator share this decision. Pure.
 */
export const instanceCan = {
  start: rule(['stopped']),
  stop: rule(['running']),
  restart: rule(['running']),
  resize: rule(steady),
  /** To another host: a running server is stopped for some seconds. */
  move: rule(steady),
  // Not during its creation: the hypervisor compares the label when a creation is repeated.
  rename: rule(named),
  tag: rule([...named, 'creating']),
  protect: rule([...named, 'creating'], (instance) => unlessProtected(instance)),
  unprotect: rule([...named, 'creating', 'lost'], (instance) =>
    instance.isProtected ? null : 'is_unprotected',
  ),
  /**
   * A server that failed to start has no claim: deleting it only removes it from the list. Of a lost one nothing is left to
   * keep.
   */
  delete: rule([...steady, 'failed', 'lost'], unlessProtected),
  restore: rule(['deleted']),
  /** Volumes may be attached to it or detached from it. */
  attach: rule(steady),
  /** Connected to a further network, or disconnected from it. */
  connect: rule(steady),
  retry: rule(['failed']),
  /** Its host is lost: from its last copy on another one. Only the operator starts this. */
  recover: rule(['lost']),
  /** A shell in it, or in its rescue system. */
  console: rule(['running', 'in_rescue']),
  /** Stopped first: two systems would write to one disk. */
  enterRescue: rule(['stopped']),
  leaveRescue: rule(['in_rescue']),
} satisfies Record<string, Rule>

export type InstanceAction = keyof typeof instanceCan
