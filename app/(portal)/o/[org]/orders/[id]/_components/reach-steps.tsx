import { PublicTestText } from '~/components/compute/public-test-text'
import type { FollowingStep } from '~/components/ordering/saga-timeline'
import type { OrderedResource, OrderLineView } from '~/lib/ordering/client'
import { isReachTesting } from '~/lib/resources/client'

/**
 * The last step of a server ordered with an address that someone may connect to: reachable from outside. It never fails
 * the order.
 */
export function reachSteps(
  { sshAccess }: Pick<OrderLineView, 'sshAccess'>,
  { kind, state, reachTest }: OrderedResource,
  name: string,
): FollowingStep[] {
  if (kind !== 'instance' || !sshAccess || state === 'failed') return []
  const step = { key: 'outside', name }
  if (!reachTest) return state === 'creating' ? [{ ...step, state: 'pending' }] : []
  // An address of a family without a source is closed as ordered.
  const ways = (reachTest.result?.public ?? []).filter(({ address }) =>
    sshAccess.sources.some((source) => source.includes(':') === address.includes(':')),
  )
  const noteOf = (shown: typeof ways) =>
    shown.map(({ address, ...way }) => <PublicTestText key={address} {...way} />)
  // A link that does not hold yet is no fault before the test ends.
  if (isReachTesting(reachTest))
    return [{ ...step, state: 'running', note: noteOf(ways.filter(({ verdict }) => verdict === 'waiting')) }]
  if (ways.length === 0) return []
  // A system without DHCPv6 is as ordered; its IPv6 address waits for it.
  const isGood = ways.every(
    ({ verdict, link }) => verdict === 'open' || verdict === 'verified' || link === 'guest',
  )
  return [{ ...step, state: isGood ? 'done' : 'failed', note: noteOf(ways) }]
}
