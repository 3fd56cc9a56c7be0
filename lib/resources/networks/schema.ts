import { z } from 'zod'
import { firewallProtocols } from '~/db/schema/resources/networks'
import { idField } from '~/lib/kernel/id-field'
import { isPorts, isSource } from './rule-values'

const networkId = idField('network')

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
  ruleId: idField('firewallRule'),
})
