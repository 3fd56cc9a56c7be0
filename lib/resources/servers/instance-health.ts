import type { InstanceState, VolumeState } from '~/db/schema/resources/compute'

/**
 * A server that should answer and does not; `since` is an ISO string. `host`: its host does not answer. `probes`: none of our
 * vantages gets an answer from the server.
 */
export type InstanceHealth = { is: 'not_answering'; since: string; by: 'host' | 'probes' }

/** A volume that none of our vantages finds usable; `since` is an ISO string. */
export type VolumeHealth = { is: 'not_answering'; since: string }

/** States in which the customer expects the server to answer. */
export const answeringInstanceStates: readonly InstanceState[] = ['running', 'restarting', 'in_rescue']

/**
 * The known problem of a server other than its power state; null without one. A server on an unreachable host
 * does not answer either. One that restarts or is in rescue is not judged by its own answers. Pure.
 */
export function instanceHealth({
  state,
  hostUnreachableSince,
  seenDownSince,
}: {
  state: InstanceState
  hostUnreachableSince: Date | null
  seenDownSince: Date | null
}): InstanceHealth | null {
  if (hostUnreachableSince !== null && answeringInstanceStates.includes(state))
    return { is: 'not_answering', since: hostUnreachableSince.toISOString(), by: 'host' }
  if (seenDownSince !== null && state === 'running')
    return { is: 'not_answering', since: seenDownSince.toISOString(), by: 'probes' }
  return null
}

/** States in which the customer expects the volume to be usable. */
export const answeringVolumeStates: readonly VolumeState[] = ['available', 'attached']

/** The known problem of a volume other than its state; null without one. Pure. */
export function volumeHealth({
  state,
  seenDownSince,
}: {
  state: VolumeState
  seenDownSince: Date | null
}): VolumeHealth | null {
  if (seenDownSince === null || !answeringVolumeStates.includes(state)) return null
  return { is: 'not_answering', since: seenDownSince.toISOString() }
}
