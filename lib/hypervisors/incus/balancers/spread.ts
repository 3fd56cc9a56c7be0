import type { BalancerSpec, WriteOptions } from '../../port/balancer'
import type { Incus } from '../context'
import { containerName, findContainer, moveContainer, type Position } from './containers'
import { chooseMember } from './pair'
import { isHolding } from './sharing'

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
 * Moves the container that serves no client to the member: the second one in turn, unless it holds the address that both share.
 * Returns its position.
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
  await moveContainer(own, containerName(balancerId, moved), target, signal)
  return moved
}
