import { z } from 'zod'
import { firewallProtocols } from '~/db/schema/resources/networks'
import { idField } from '~/lib/kernel/id-field'
import { isPorts, isSource } from './rule-values'

const networkId = idField('network')

const name = z.string().trim().min(1).max(40)
export const createNetworkInput = z.strictObject({
  projectId: idField('project'),
  zoneId: idField('zone'),
  name,
  /** Left out, the installation allots one. */
  range: z.string().trim().max(18).optional(),
  /** False: nothing leaves it and nothing enters. */
  hasExit: z.boolean().default(true),
})
export type CreateNetworkInput = z.output<typeof createNetworkInput>

export const networkIdInput = z.strictObject({ networkId })
export const renameNetworkInput = networkIdInput.extend({ name })
export type RenameNetworkInput = z.output<typeof renameNetworkInput>

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
