import type { Tx } from '~/db/client'
import type { FirewallRule, StoredFirewall, StoredRule } from '~/lib/hypervisors'
import { readFirewalls } from '~/lib/hypervisors/rows'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import { applyEdit } from './apply-edit'
import { judgeChange } from './judge-change'
import { rulesPerSetMax } from './plan-edit'
import * as rows from './queries/rule-sets'
import { isSameRule, toRuleValues } from './rule-values'

/**
 * Adds rules to a network's own set, for a caller that has confirmed them with the person. Existing rules stay as they are.
 * Returns the added ones; none when the set or the network has no room for all of them.
 */
export async function allowInto(
  tx: Tx,
  networkId: Id<'network'>,
  wanted: readonly (FirewallRule & { description: string })[],
  now: Date,
): Promise<readonly StoredRule[]> {
  const set = await rows.findOwnRuleSet(tx, networkId)
  invariant(set, 'every network has a set of its own')
  const { organisationId, projectId } = set
  await rows.lockFirewall(tx, projectId)
  const [before] = await readFirewalls(tx, [projectId])
  invariant(before, 'a project always has its rules')
  const known = before.sets.find(({ id }) => id === set.id)?.rules ?? []
  const missing = wanted
    .filter((rule) => !known.some((other) => isSameRule(other, rule)))
    .map((rule) => ({ ...rule, id: newId('firewallRule', now.getTime()) }))
  if (known.length + missing.length > rulesPerSetMax) return []
  const after = missing.reduce<StoredFirewall>(
    (firewall, rule) => applyEdit(firewall, { do: 'add_rule', setId: set.id, rule }),
    before,
  )
  const { changed, exceeded } = judgeChange(before, after, null)
  if (exceeded !== null) return []
  const values = missing.map((rule) => ({ id: rule.id, ...toRuleValues(rule) }))
  await rows.insertRules(tx, { organisationId, setId: set.id }, values, now)
  await rows.reviseNetworks(tx, changed)
  return missing
}
