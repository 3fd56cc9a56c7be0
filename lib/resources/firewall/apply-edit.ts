import type { StoredFirewall, StoredRule, StoredRuleSet } from '~/lib/hypervisors'
import type { Id } from '~/lib/kernel/ids'

/** A change of a project's rules, ready to be carried out. */
export type Edit =
  | { do: 'create_set'; setId: Id<'ruleSet'>; name: string; rules: readonly StoredRule[] }
  | { do: 'add_rule'; setId: Id<'ruleSet'>; rule: StoredRule }
  | { do: 'change_rule'; ruleId: Id<'firewallRule'>; rule: StoredRule }
  | { do: 'remove_rule'; ruleId: Id<'firewallRule'> }
  | { do: 'attach_network' | 'detach_network'; setId: Id<'ruleSet'>; networkId: Id<'network'> }
  | { do: 'attach_server' | 'detach_server'; setId: Id<'ruleSet'>; instanceId: Id<'instance'> }
  | { do: 'delete_set'; setId: Id<'ruleSet'> }
  | { do: 'filter_inside'; networkId: Id<'network'>; isFiltered: boolean }

/** The rules of the project after the change. Pure. */
export function applyEdit(firewall: StoredFirewall, edit: Edit): StoredFirewall {
  const { sets, networks } = firewall
  const withSet = (id: Id<'ruleSet'>, change: (set: StoredRuleSet) => Partial<StoredRuleSet>) => ({
    ...firewall,
    sets: sets.map((set) => (set.id === id ? { ...set, ...change(set) } : set)),
  })
  const withRules = (change: (rule: StoredRule) => StoredRule[]) => ({
    ...firewall,
    sets: sets.map((set) => ({ ...set, rules: set.rules.flatMap(change) })),
  })
  switch (edit.do) {
    case 'create_set': {
      const { setId: id, name, rules } = edit
      const made: StoredRuleSet = {
        id,
        name,
        ownerId: null,
        rules: [...rules],
        networkIds: [],
        serverIds: [],
      }
      return { ...firewall, sets: [...sets, made] }
    }
    case 'add_rule':
      return withSet(edit.setId, ({ rules }) => ({ rules: [...rules, edit.rule] }))
    case 'change_rule':
      return withRules((rule) => [rule.id === edit.ruleId ? edit.rule : rule])
    case 'remove_rule':
      return withRules((rule) => (rule.id === edit.ruleId ? [] : [rule]))
    case 'attach_network':
      return withSet(edit.setId, ({ networkIds }) => ({ networkIds: [...networkIds, edit.networkId] }))
    case 'detach_network':
      return withSet(edit.setId, ({ networkIds }) => ({
        networkIds: networkIds.filter((id) => id !== edit.networkId),
      }))
    case 'attach_server':
      return withSet(edit.setId, ({ serverIds }) => ({ serverIds: [...serverIds, edit.instanceId] }))
    case 'detach_server':
      return withSet(edit.setId, ({ serverIds }) => ({
        serverIds: serverIds.filter((id) => id !== edit.instanceId),
      }))
    case 'delete_set':
      return { ...firewall, sets: sets.filter(({ id }) => id !== edit.setId) }
    case 'filter_inside':
      return {
        ...firewall,
        networks: networks.map((network) =>
          network.id === edit.networkId ? { ...network, filtersInside: edit.isFiltered } : network,
        ),
      }
  }
}
