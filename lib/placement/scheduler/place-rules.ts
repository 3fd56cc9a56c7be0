import type { HostSnapshot } from './place-snapshot'
import type { PlacementLevel, PlacementRelation, PlacementStrength } from './placement'

/** A location at every level that a rule can name. */
export type Spot = Pick<HostSnapshot, 'id' | 'rackId' | 'roomId'>

/** A group of servers that are apart or together. */
export type GroupRule = {
  id: string
  relation: PlacementRelation
  level: PlacementLevel
  strength: PlacementStrength
  /** Members among the resources of the request. */
  members: readonly string[]
  /** Places of its other members. */
  standing: readonly Spot[]
}

/** The host, the rack or the room, as a key. */
export function domainOf(level: PlacementLevel, spot: Spot): string {
  return level === 'host' ? spot.id : level === 'rack' ? spot.rackId : spot.roomId
}

/** Whether one more member in `domain` satisfies the rule with those in `occupied`. Pure. */
export function allows(
  rule: Pick<GroupRule, 'relation'>,
  occupied: readonly string[],
  domain: string,
): boolean {
  return rule.relation === 'apart' ? !occupied.includes(domain) : occupied.every((each) => each === domain)
}

/** Whether all these members satisfy the rule. Fewer than two always do. Pure. */
export function isKept(rule: Pick<GroupRule, 'relation' | 'level'>, spots: readonly Spot[]): boolean {
  const domains = new Set(spots.map((spot) => domainOf(rule.level, spot)))
  return rule.relation === 'apart' ? domains.size === spots.length : domains.size <= 1
}
