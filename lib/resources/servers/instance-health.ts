import type { InstanceState } from '~/db/schema/resources/compute'

/** `since` is an ISO string. */
export type InstanceHealth = { is: 'not_answering'; since: string }

/** States in which the customer expects the server to answer. */
const answering: readonly InstanceState[] = ['running', 'restarting', 'in_rescue']

/**
 * The known problem of a server other than its power state; null without one. A server on an unreachable host
 * does not answer either. Pure.
 */
export function instanceHealth({
  state,
  hostUnreachableSince,
}: {
  state: InstanceState
  hostUnreachableSince: Date | null
}): InstanceHealth | null {
  if (hostUnreachableSince === null || !answering.includes(state)) return null
  return { is: 'not_answering', since: hostUnreachableSince.toISOString() }
}
