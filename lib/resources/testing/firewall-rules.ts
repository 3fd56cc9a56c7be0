import type { FirewallProtocol } from '~/db/schema/resources/firewall'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { changeFirewall } from '../firewall/change-firewall'
import { ownRuleSetId } from '../firewall/own-rule-set'

type NewRule = {
  networkId: Id<'network'>
  protocol: FirewallProtocol
  ports?: string | undefined
  source: string
  description?: string
}

/** Lets traffic from a range into a network, by its own rule set, as a person who has confirmed. */
export async function addFirewallRule(
  ctx: OpContext,
  { networkId, protocol, ports, source, description = '' }: NewRule,
): Promise<{ id: Id<'firewallRule'> }> {
  const peer = { kind: 'cidr' as const, cidr: source }
  const rule = { direction: 'in' as const, protocol, ports, peer, description }
  const edit = { do: 'add_rule' as const, setId: ownRuleSetId(networkId), rule }
  const { ruleId } = await changeFirewall(ctx, { edit, confirm: true })
  if (!ruleId) throw new Error('the rule has no id')
  return { id: ruleId }
}

export async function removeFirewallRule(
  ctx: OpContext,
  { ruleId }: { ruleId: Id<'firewallRule'> },
): Promise<void> {
  await changeFirewall(ctx, { edit: { do: 'remove_rule', ruleId }, confirm: true })
}
