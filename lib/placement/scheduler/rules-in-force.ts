import type { AttemptOptions } from './attempt-options'
import { allows, domainOf, type GroupRule } from './place-rules'
import type { HostSnapshot } from './place-snapshot'

/** The domains that the members of each rule occupy while a plan grows. */
export class RulesInForce {
  private readonly occupied = new Map<string, string[]>()
  private readonly ofResource = new Map<string, GroupRule[]>()
  constructor(rules: readonly GroupRule[], pin: AttemptOptions['pin']) {
    for (const rule of rules) {
      const standing = rule.standing.map((spot) => domainOf(rule.level, spot))
      this.occupied.set(rule.id, pin?.ruleId === rule.id ? [...standing, pin.domain] : standing)
      for (const member of rule.members)
        this.ofResource.set(member, [...(this.ofResource.get(member) ?? []), rule])
    }
  }
  /** How many `should` rules a host would violate, or null when it would violate a `must`. */
  broken(resourceId: string, host: HostSnapshot): number | null {
    let count = 0
    for (const rule of this.ofResource.get(resourceId) ?? []) {
      if (allows(rule, this.occupied.get(rule.id) ?? [], domainOf(rule.level, host))) continue
      if (rule.strength === 'must') return null
      count += 1
    }
    return count
  }
  enter(resourceId: string, host: HostSnapshot): void {
    for (const rule of this.ofResource.get(resourceId) ?? [])
      this.occupied.get(rule.id)?.push(domainOf(rule.level, host))
  }
  leave(resourceId: string): void {
    for (const rule of this.ofResource.get(resourceId) ?? []) this.occupied.get(rule.id)?.pop()
  }
}
