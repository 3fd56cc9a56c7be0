import { z } from 'zod'
import { type Cidr, contains, formatCidr, overlap, readCidr, subtractCidrs } from '~/lib/kernel/net/cidr'
import { portRanges } from '~/lib/kernel/net/ports'
import {
  type FirewallRuleSpec,
  firewallDirections,
  firewallProtocols,
  type NetworkFilter,
} from '../../../port/firewall'
import { type AclRule, readAclRules, toAclRules } from '../../acl-rule'
import { vantageRanges } from './vantage-addresses'

type Filtered = NetworkFilter & { range: string; range6?: string | null | undefined }
type Acl = { ingress: AclRule[]; egress: AclRule[] }

/** What is behind the network's router, as Incus names it. */
const outside = '@external'
const allow = { action: 'allow', state: 'enabled' } as const
const filterKey = 'user.andromede.filter'

/**
 * The allowing rules of a network's filter on OVN, which drops everything else in both directions. OVN judges traffic
 * between two servers of the network once, where the receiver is, and lets it pass when a rule of either direction allows
 * it; outbound rules match senders of that member only. So traffic inside is a matter of inbound rules with ranges, in
 * which the rules of both directions are combined, and outbound rules name the outside only. Pure.
 */
export function ovnAcl(filter: Filtered): Acl {
  const own = ownOf(filter)
  const inbound = filter.rules.filter(({ direction }) => direction === 'in')
  const outbound = filter.rules.filter(({ direction }) => direction === 'out')
  const isListed = filter.egress === 'listed'
  const egress = isListed
    ? outbound.flatMap((rule) => restrictTo(rule, 'destination', own))
    : [{ ...allow, destination: outside }]
  const frame = frameSources(filter).map((source) => ({ ...allow, source }))
  if (!filter.filtersInside || !isListed)
    return { ingress: [...inbound.flatMap(toAclRules), ...frame], egress }
  const arriving = inbound.flatMap((rule) => restrictTo(rule, 'source', own))
  const between = inbound.flatMap((into) => outbound.flatMap((out) => inside(into, out, own)))
  return { ingress: unlike([...arriving, ...between, ...frame]), egress: unlike(egress) }
}

/** Senders that no rule is needed for: the network's own servers, or only our vantages. */
const frameSources = (filter: Filtered): string[] =>
  filter.filtersInside ? [vantageRanges(filter.range).join(',')] : ownOf(filter).map(formatCidr)

/** The filter as it was given, in a setting of the rules: it cannot be read from them in full. Pure. */
export function filterTag({ rules, egress, filtersInside, range, range6 }: Filtered): Record<string, string> {
  return { [filterKey]: JSON.stringify({ rules, egress, filtersInside, range, range6 }) }
}

/**
 * The filter that these rules were made of; when they have changed since, one that has what they allow. Null when that
 * cannot be said. Pure.
 */
export function readOvnFilter(config: Record<string, string>, found: Acl): NetworkFilter | null {
  const filter = readTag(config[filterKey] ?? '')
  if (!filter) return null
  const wanted = ovnAcl(filter)
  const { rules, egress, filtersInside } = filter
  if (isSame(wanted.ingress, found.ingress) && isSame(wanted.egress, found.egress))
    return { rules, egress, filtersInside }
  const isPlain = ({ protocol, destination_port: ports }: AclRule) => !protocol && !ports
  const sources = frameSources(filter)
  const isOpen = (rule: AclRule) => isPlain(rule) && rule.destination === outside
  const isFrame = (rule: AclRule) => isPlain(rule) && !rule.destination && sources.includes(rule.source ?? '')
  const inbound = readAclRules(
    'in',
    found.ingress.filter((rule) => !isFrame(rule)),
  )
  const outbound = readAclRules(
    'out',
    found.egress.filter((rule) => !isOpen(rule)),
  )
  if (!inbound || !outbound) return null
  return {
    rules: [...inbound, ...outbound],
    egress: found.egress.some(isOpen) ? 'open' : 'listed',
    filtersInside: !found.ingress.some(isFrame) || filtersInside,
  }
}

const rangesSchema = z.array(z.string()).nullable()
const tagSchema = z.object({
  rules: z.array(
    z.object({
      direction: z.enum(firewallDirections),
      protocol: z.enum(firewallProtocols),
      ports: z.string().nullable(),
      source: rangesSchema,
      destination: rangesSchema,
    }),
  ),
  egress: z.enum(['open', 'listed']),
  filtersInside: z.boolean(),
  range: z.string(),
  range6: z.string().nullish(),
})

function readTag(text: string): z.output<typeof tagSchema> | null {
  try {
    return tagSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Incus refuses a rule that is there twice: two pairs of rules may have the same traffic in common. */
const unlike = (rules: readonly AclRule[]): AclRule[] => [
  ...new Map(rules.map((rule) => [textOf(rule), rule])).values(),
]

const isSame = (a: readonly AclRule[], b: readonly AclRule[]) => {
  const texts = (rules: readonly AclRule[]) => rules.map(textOf).sort().join('\n')
  return texts(a) === texts(b)
}
const textOf = ({ action, state, protocol, source, destination, destination_port: ports }: AclRule) =>
  JSON.stringify([action, state, protocol || '', source || '', destination || '', ports || ''])

const ownOf = ({ range, range6 }: Filtered): Cidr[] =>
  [range, range6].flatMap((text) => (text ? (readCidr(text) ?? []) : []))

/** The rule for traffic whose other side is not a server of the network. */
function restrictTo(rule: FirewallRuleSpec, side: 'source' | 'destination', own: readonly Cidr[]): AclRule[] {
  const ranges = rule[side]
  if (ranges === null) return toAclRules(rule).map((each) => ({ ...each, [side]: outside }))
  const left = ranges.flatMap((text) => cidrsOf([text]).flatMap((range) => subtractCidrs(range, own)))
  return left.length === 0 ? [] : toAclRules({ ...rule, [side]: left.map(formatCidr) })
}

/** The traffic between servers of the network that both rules allow. */
function inside(into: FirewallRuleSpec, out: FirewallRuleSpec, own: readonly Cidr[]): AclRule[] {
  const protocol = into.protocol === 'any' ? out.protocol : into.protocol
  if (out.protocol !== 'any' && out.protocol !== protocol) return []
  const ports = commonPorts(into.ports, out.ports)
  if (ports === '') return []
  return own.flatMap((family) => {
    const [source, destination] = (['source', 'destination'] as const).map((side) =>
      commonRanges(commonRanges([family], into[side]), out[side]),
    )
    if (!source?.length || !destination?.length) return []
    const texts = { source: source.map(formatCidr), destination: destination.map(formatCidr) }
    return toAclRules({ direction: 'in', protocol, ports, ...texts })
  })
}

const cidrsOf = (texts: readonly string[]): Cidr[] => texts.flatMap((text) => readCidr(text) ?? [])

/** Of two ranges with a common address, one contains the other. */
function commonRanges(a: readonly Cidr[], b: readonly string[] | null): readonly Cidr[] {
  if (b === null) return a
  const others = cidrsOf(b)
  return a.flatMap((one) =>
    others
      .filter((other) => overlap(one, other))
      .map((other) =>
        contains(one, { family: other.family, value: other.base }) && one.bits <= other.bits ? other : one,
      ),
  )
}

/** Null for all ports, empty for none. */
function commonPorts(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  const both = portRanges(a).flatMap(([first, last]) =>
    portRanges(b).map(([from, to]) => [Math.max(first, from), Math.min(last, to)] as const),
  )
  return both
    .filter(([first, last]) => first <= last)
    .map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`))
    .join(',')
}
