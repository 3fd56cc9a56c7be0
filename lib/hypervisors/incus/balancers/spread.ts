import { chooseMember } from './pair'

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
