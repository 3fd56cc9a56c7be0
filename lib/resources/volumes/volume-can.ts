import type { VolumeState } from '~/db/schema/resources/compute'
import type { Decision } from '../servers/instance-can'

export type VolumeFacts = { state: VolumeState; isProtected: boolean }

/** Why an action is refused; the texts are `compute.volumeRefusal.<reason>`. */
export type VolumeRefusal =
  | 'is_creating'
  | 'is_changing'
  | 'is_available'
  | 'is_attached'
  | 'is_deleted'
  | 'is_purged'
  | 'is_failed'
  | 'is_protected'
  | 'is_unprotected'

const reasonByState: Record<VolumeState, VolumeRefusal> = {
  creating: 'is_creating',
  available: 'is_available',
  attaching: 'is_changing',
  attached: 'is_attached',
  detaching: 'is_changing',
  restoring: 'is_changing',
  growing: 'is_changing',
  deleted: 'is_deleted',
  purging: 'is_purged',
  purged: 'is_purged',
  failed: 'is_failed',
}

type Rule = { (volume: VolumeFacts): Decision<VolumeRefusal>; readonly states: readonly VolumeState[] }

function rule(
  states: readonly VolumeState[],
  also: (volume: VolumeFacts) => VolumeRefusal | null = () => null,
): Rule {
  const decide = (volume: VolumeFacts): Decision<VolumeRefusal> => {
    if (!states.includes(volume.state)) return { allowed: false, reason: reasonByState[volume.state] }
    const reason = also(volume)
    return reason ? { allowed: false, reason } : { allowed: true }
  }
  return Object.assign(decide, { states })
}

const live = ['available', 'attaching', 'attached', 'detaching', 'restoring', 'growing'] as const
const unlessProtected = (volume: VolumeFacts) => (volume.isProtected ? 'is_protected' : null)

/** The allowed actions on a volume in each state, and why others are refused. Pure. */
export const volumeCan = {
  attach: rule(['available']),
  detach: rule(['attached']),
  /** Attached or not: concurrent writes may or may not be in the copy. */
  copy: rule(['available', 'attached']),
  /** Attached or not: its server sees the new size at once. */
  grow: rule(['available', 'attached']),
  schedule: rule(live),
  rename: rule(live),
  tag: rule([...live, 'creating']),
  protect: rule([...live, 'creating'], unlessProtected),
  unprotect: rule([...live, 'creating'], (volume) => (volume.isProtected ? null : 'is_unprotected')),
  /** Detached first: a deletion never removes a volume from a running server. */
  delete: rule(['available', 'failed'], unlessProtected),
  restore: rule(['deleted']),
  retry: rule(['failed']),
} satisfies Record<string, Rule>

export type VolumeAction = keyof typeof volumeCan
