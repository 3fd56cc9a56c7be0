import { z } from 'zod'
import { firewallProtocols } from '~/db/schema/networks'
import { type Id, isId } from '~/lib/kernel/ids'
import { isPorts, isSource } from './rule-values'

const networkId = z.custom<Id<'network'>>((value) => isId('network', value), 'id')

export const addFirewallRuleInput = z
  .strictObject({
    networkId,
    protocol: z.enum(firewallProtocols),
    ports: z.string().trim().max(11).refine(isPorts, 'firewall_ports').optional(),
    source: z.string().trim().max(18).refine(isSource, 'firewall_source'),
    description: z.string().trim().max(80).default(''),
  })
  .refine(({ protocol, ports }) => protocol !== 'icmp' || !ports, {
    path: ['ports'],
    error: 'firewall_no_ports',
  })
export type AddFirewallRuleInput = z.output<typeof addFirewallRuleInput>

export const removeFirewallRuleInput = z.strictObject({
  ruleId: z.custom<Id<'firewallRule'>>((value) => isId('firewallRule', value), 'id'),
})
