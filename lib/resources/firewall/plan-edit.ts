import type { FirewallRule, Local, Peer, StoredFirewall, StoredRule, StoredRuleSet } from '~/lib/hypervisors'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import { readAddress, readCidr } from '~/lib/kernel/net/cidr'
import type { Edit } from './apply-edit'
import { readRule } from './read-rule'
import { isSameRule } from './rule-values'
import type { EditInput } from './schema'

/** More are no longer read by a person, and every one is a rule or more on the hypervisor. */
export const rulesPerSetMax = 50

export type PlanFacts = {
  firewall: StoredFirewall
  /** Servers of the project, also those without an address yet. */
  serverIds: readonly Id<'instance'>[]
  /** Whether the zone of the network can filter between its servers. */
  canFilterInside: (networkId: Id<'network'>) => boolean
  now: Date
}

/**
 * The change that a person asks for, once it is known to make sense. Pure.
 *
 * @throws DomainError `not_found`, `already_exists`, `invalid_input`, `quota_exceeded`, `state_forbids`
 */
export function planEdit(facts: PlanFacts, input: EditInput): Edit {
  const { firewall, now } = facts
  switch (input.do) {
    case 'add_rule': {
      const set = getSet(firewall, input.setId)
      const rule = { id: newId('firewallRule', now.getTime()), ...readRule(input.rule) }
      assertRuleFits(facts, set, rule)
      if (set.rules.length >= rulesPerSetMax)
        throw new DomainError('quota_exceeded', {
          params: { reason: 'firewall_rules_max', max: `${rulesPerSetMax}` },
        })
      return { do: input.do, setId: set.id, rule }
    }
    case 'change_rule': {
      const { set, rule: former } = getRule(firewall, input.ruleId)
      const rule = { id: former.id, ...readRule(input.rule) }
      assertRuleFits(facts, set, rule)
      return { do: input.do, ruleId: former.id, rule }
    }
    case 'remove_rule':
      return { do: input.do, ruleId: getRule(firewall, input.ruleId).rule.id }
    case 'attach_network':
    case 'detach_network': {
      const { id: setId, networkIds } = getNamedSet(firewall, input.setId)
      assertNetwork(firewall, input.networkId)
      assertAttached(input.do === 'attach_network', networkIds.includes(input.networkId))
      return { do: input.do, setId, networkId: input.networkId }
    }
    case 'attach_server':
    case 'detach_server': {
      const { id: setId, serverIds } = getNamedSet(firewall, input.setId)
      if (input.do === 'attach_server') assertServer(facts, input.instanceId)
      assertAttached(input.do === 'attach_server', serverIds.includes(input.instanceId))
      return { do: input.do, setId, instanceId: input.instanceId }
    }
    case 'delete_set':
      return { do: input.do, setId: getNamedSet(firewall, input.setId).id }
    case 'filter_inside':
      assertNetwork(firewall, input.networkId)
      if (input.isFiltered && !facts.canFilterInside(input.networkId))
        throw new DomainError('state_forbids', { params: { reason: 'firewall_bridges' } })
      return input
  }
}

function getSet({ sets }: StoredFirewall, id: Id<'ruleSet'>): StoredRuleSet {
  const set = sets.find((each) => each.id === id)
  if (!set) throw new DomainError('not_found')
  return set
}

/** A network keeps its own set as long as it exists. */
function getNamedSet(firewall: StoredFirewall, id: Id<'ruleSet'>): StoredRuleSet {
  const set = getSet(firewall, id)
  if (set.ownerId !== null)
    throw new DomainError('state_forbids', { params: { reason: 'rule_set_of_network' } })
  return set
}

function getRule({ sets }: StoredFirewall, id: Id<'firewallRule'>): { set: StoredRuleSet; rule: StoredRule } {
  for (const set of sets) {
    const rule = set.rules.find((each) => each.id === id)
    if (rule) return { set, rule }
  }
  throw new DomainError('not_found')
}

function assertAttached(isAttaching: boolean, isAttached: boolean): void {
  if (isAttaching && isAttached) throw new DomainError('already_exists')
  if (!isAttaching && !isAttached) throw new DomainError('not_found')
}

function assertNetwork({ networks }: StoredFirewall, id: Id<'network'>): void {
  if (!networks.some((network) => network.id === id)) throw new DomainError('not_found')
}

function assertServer({ serverIds }: PlanFacts, id: Id<'instance'>): void {
  if (!serverIds.includes(id)) throw new DomainError('not_found')
}

function assertRuleFits(facts: PlanFacts, set: StoredRuleSet, rule: StoredRule): void {
  if (set.rules.some((other) => other.id !== rule.id && isSameRule(other, rule)))
    throw new DomainError('already_exists', { field: 'edit.rule.peer.kind' })
  for (const named of [rule.peer, rule.local]) assertNamed(facts, named)
  if (!sharesFamily(facts.firewall, rule))
    throw new DomainError('invalid_input', {
      field: 'edit.rule.peer.cidr',
      params: { reason: 'firewall_family' },
    })
}

function assertNamed(facts: PlanFacts, named: Peer | Local | null): void {
  if (named?.kind === 'server') assertServer(facts, named.id)
  if (named?.kind === 'network') assertNetwork(facts.firewall, named.id)
}

/** A server with IPv4 addresses alone never meets an IPv6 range, and the other way round. */
function sharesFamily({ servers }: StoredFirewall, { peer, local }: FirewallRule): boolean {
  if (peer.kind !== 'cidr' || local?.kind !== 'server') return true
  const held = servers.find(({ id }) => id === local.id)?.addresses ?? []
  const family = readCidr(peer.cidr)?.family
  return held.length === 0 || held.some(({ address }) => readAddress(address)?.family === family)
}
