import { log } from '~/lib/kernel/log'
import type { BalancerSpec, WriteOptions } from '../../port/balancer'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import { containerName, findContainer, moveContainer, type Position, tagContainer } from './containers'
import { chooseMember, type Pair } from './pair'
import { isHolding } from './sharing'

const refusedTag = 'user.andromede.move_refused_at'
const pauseMs = 600_000

/** Whether a container could not be moved a moment ago: each attempt stops it. Pure. */
export const hasRefusedMove = (parts: Pair['parts'], now: Date): boolean =>
  parts.some(
    ({ part }) =>
      part.state === 'found' && now.getTime() - Date.parse(part.record.config[refusedTag] ?? '') < pauseMs,
  )

/**
 * The member to which one container of a pair is moved, because both are on one member and another is online again. Null when
 * they stay where they are. Pure.
 */
export function memberToSpread(
  [first, second]: readonly (string | null)[],
  online: readonly string[],
  balancerId: string,
): string | null {
  if (!first || first !== second || !online.includes(first)) return null
  const other = chooseMember(online, balancerId, 2, first)
  return other === first ? null : other
}

/**
 * Moves the container that serves no client to the member: the second one in turn, unless it holds the address that both
 * share. One that cannot be moved runs again where it was, and is left there for ten minutes. Returns its position; it was
 * restarted, so the caller configures it.
 */
export async function spread(
  own: Incus,
  { balancerId, sharedAddress }: BalancerSpec,
  { first, second, target }: { first: Position; second: Position; target: string },
  { signal, beforeWrite }: WriteOptions,
): Promise<Position> {
  const isHolder =
    sharedAddress !== null &&
    (await isHolding(own, await findContainer(own, balancerId, second, signal), sharedAddress, signal))
  const moved = isHolder ? first : second
  await beforeWrite?.()
  const name = containerName(balancerId, moved)
  try {
    await moveContainer(own, name, target, signal)
  } catch (error) {
    if (!(error instanceof DriverError)) throw error
    log.warn({ balancer: balancerId, target, err: error }, 'a container of a balancer could not be moved')
    await tagContainer(own, name, { [refusedTag]: own.now().toISOString() }, signal)
  }
  return moved
}
