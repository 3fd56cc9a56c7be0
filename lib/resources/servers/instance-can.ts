import type { InstanceState } from '~/db/schema/resources/compute'

export type InstanceFacts = { state: InstanceState; isProtected: boolean }

/** Why an action is refused; the texts are `compute.refusal.<reason>`. */
export type InstanceRefusal =
  | 'is_creating'
  | 'is_changing'
  | 'is_running'
  | 'is_stopped'
  | 'is_in_rescue'
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

const settled = ['running', 'stopped'] as const
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
 * What may be done with a server in its present state, and why not. The one decision behind the button,
 * the use case and the simulator. Pure.
 */
export const instanceCan = {
  start: rule(['stopped']),
  stop: rule(['running']),
  restart: rule(['running']),
  resize: rule(settled),
  /** To another host: one that runs is stopped for some seconds. */
  move: rule(settled),
  // Not while it is being created: the hypervisor compares the label when a creation is repeated.
  rename: rule(named),
  tag: rule([...named, 'creating']),
  protect: rule([...named, 'creating'], (instance) => unlessProtected(instance)),
  unprotect: rule([...named, 'creating'], (instance) => (instance.isProtected ? null : 'is_unprotected')),
  /** A server that failed to start holds nothing: deleting it only takes it off the list. */
  delete: rule([...settled, 'failed'], unlessProtected),
  restore: rule(['deleted']),
  /** Volumes may be attached to it or detached from it. */
  attach: rule(settled),
  retry: rule(['failed']),
  /** A shell in it, or in its rescue system. */
  console: rule(['running', 'in_rescue']),
  /** Stopped first: two systems would write to one disk. */
  enterRescue: rule(['stopped']),
  leaveRescue: rule(['in_rescue']),
} satisfies Record<string, Rule>

export type InstanceAction = keyof typeof instanceCan
