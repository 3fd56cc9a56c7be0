import { setTimeout as pause } from 'node:timers/promises'
import type { BalancerSpec, WriteOptions } from '../../port/balancer'
import type { Incus } from '../context'
import type { InstanceRecord } from '../servers/instance-record'
import { ask, isAsMade, isOutdated, type Position } from './containers'
import { connectionCommands, countConnections } from './control'
import type { Pair } from './pair'

const drainTurns = 60
const turnMs = 1_000

type Facts = {
  /** Where the public address leads. */
  led: readonly string[]
  /** Those that hold the shared address. */
  holders: readonly Position[]
  shared: string | null
  bridge: string
  image: string | null
}

/**
 * What happens to a container, and when (`rank`). First the one that serves, because the address leads to it or to the
 * shared address that it holds, so that it stays there; then those that are to be made: in OVN the address of a container
 * that was lost may still belong to that one's port. One that was changed by hand, or was made from another image than
 * `image`, is made again; the one that serves comes last.
 */
export function rate(
  own: Incus,
  { ownAddresses }: BalancerSpec,
  { position, part }: Pair['parts'][number],
  { led, holders, shared, bridge, image }: Facts,
) {
  const address = ownAddresses[position - 1] ?? ''
  const isHolder = holders.includes(position)
  const isLed =
    part.state === 'found' && (led.includes(address) || (isHolder && shared !== null && led.includes(shared)))
  const isKept =
    part.state === 'found' &&
    isAsMade(own, part.record, { bridge, address }) &&
    !isOutdated(part.record, image)
  const rank = isKept ? (isLed ? 0 : 1) : isLed ? 3 : 2
  return { position, part, address, isLed, isHolder, isKept, rank }
}

/** Until the container has no open connection, at most a minute. The address leads elsewhere already. */
export async function waitForConnections(
  own: Incus,
  record: InstanceRecord,
  { signal, beforeWrite }: WriteOptions,
): Promise<void> {
  for (let turn = 0; turn < drainTurns; turn += 1) {
    const answer = await ask(own, record, connectionCommands, signal)
    if (answer === null || countConnections(answer) === 0) return
    // A deletion does not wait for them.
    await beforeWrite?.()
    await pause(turnMs, undefined, { signal })
  }
}
