import type { InstanceState } from '~/db/schema/resources/compute'

/** `since` is an ISO string. */
export type InstanceHealth = { is: 'not_answering'; since: string }

/** States in which the customer expects the server to answer. */
const answering: readonly InstanceState[] = ['running', 'restarting', 'in_rescue']

/**
 * What is known to be wrong with a server beside the power it is meant to have; null when nothing is. A server whose host
 * does not answer does not answer either. Pure.
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
