import { formatCidr, mergeCidrs, readCidr } from '~/lib/kernel/net/cidr'
import type { FirewallRuleSpec } from '../port/firewall'

/**
 * The same rules in their normal form: those that differ only in their sources, or only in their destinations, become one;
 * sorted. Two lists that allow the same in the same way are equal. Pure.
 */
export function mergeRules(rules: readonly FirewallRuleSpec[]): FirewallRuleSpec[] {
  const bySource = mergeOn(rules, 'source', 'destination')
  return mergeOn(bySource, 'destination', 'source').sort((a, b) => compare(keyOf(a), keyOf(b)))
}

/** Joins rules that differ in `side` only. */
function mergeOn(
  rules: readonly FirewallRuleSpec[],
  side: 'source' | 'destination',
  other: 'source' | 'destination',
): FirewallRuleSpec[] {
  const groups = new Map<string, FirewallRuleSpec[]>()
  for (const rule of rules) {
    const key = `${headOf(rule)} ${textOf(rule[other])} ${familyOf(rule[side])}`
    groups.set(key, [...(groups.get(key) ?? []), rule])
  }
  return [...groups.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, [side]: unionOf([first, ...more].map((rule) => rule[side])) }] : [],
  )
}

function unionOf(lists: readonly (readonly string[] | null)[]): string[] | null {
  if (lists.includes(null)) return null
  return mergeCidrs(lists.flatMap((list) => list ?? []).flatMap((text) => readCidr(text) ?? [])).map(
    formatCidr,
  )
}

const headOf = ({ direction, protocol, ports }: FirewallRuleSpec) =>
  `${direction} ${protocol} ${ports ?? '*'}`
const textOf = (ranges: readonly string[] | null) => ranges?.join(',') ?? '*'
const familyOf = (ranges: readonly string[] | null) =>
  ranges === null ? '*' : ranges.some((range) => range.includes(':')) ? '6' : '4'
const keyOf = (rule: FirewallRuleSpec) => `${headOf(rule)} ${textOf(rule.source)} ${textOf(rule.destination)}`
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
