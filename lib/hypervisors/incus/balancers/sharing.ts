import { setTimeout as pause } from 'node:timers/promises'
import { sharingOf, sharingPath } from '../../balancer/shared-address'
import type { BalancerSpec, WriteOptions } from '../../port/balancer'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import type { InstanceRecord } from '../servers/instance-record'
import { ask, findContainer, type Position, pair } from './containers'
import { answerCheck, readHeld, stateCommands } from './control'
import type { Pair } from './pair'

const takeOverTurns = 15
const turnMs = 1_000

/** The file with which a container shares the address with the other one. */
export function sharingFile({ ownAddresses }: BalancerSpec, position: Position, shared: string | null) {
  const [own, other] = [ownAddresses[position - 1], ownAddresses[2 - position]]
  if (shared === null || !own || !other) return []
  return [{ path: sharingPath, content: sharingOf({ own, other, shared }, answerCheck) }]
}

/** Whether the container holds the address and its HAProxy answers. */
export async function isHolding(
  own: Incus,
  record: InstanceRecord | null,
  shared: string,
  signal: AbortSignal,
): Promise<boolean> {
  const answer = record && (await ask(own, record, stateCommands, signal))
  return answer !== null && readHeld(answer).addresses.includes(shared)
}

/** The containers that hold the shared address. One that does not answer us counts as one: it is not made again first. */
export async function findHolders(
  own: Incus,
  parts: Pair['parts'],
  shared: string | null,
  signal: AbortSignal,
): Promise<Position[]> {
  if (shared === null) return []
  const holders: Position[] = []
  for (const { position, part } of parts) {
    if (part.state !== 'found') continue
    const isHolder = await isHolding(own, part.record, shared, signal).catch((error: unknown) => {
      if (error instanceof DriverError) return true
      throw error
    })
    if (isHolder) holders.push(position)
  }
  return holders
}

/** keepalived takes some seconds until one container holds the address. */
export async function waitUntilHeld(
  own: Incus,
  balancerId: string,
  shared: string,
  { signal, beforeWrite }: WriteOptions,
): Promise<void> {
  for (let turn = 0; turn < takeOverTurns; turn += 1) {
    for (const position of pair)
      if (await isHolding(own, await findContainer(own, balancerId, position, signal), shared, signal)) return
    await beforeWrite?.()
    await pause(turnMs, undefined, { signal })
  }
  throw new DriverError('operation_failed', { rawText: `no container holds the shared address ${shared}` })
}
