import { z } from 'zod'
import { firewallDirections, firewallProtocols } from '~/db/schema/resources/firewall'
import { idField } from '~/lib/kernel/id-field'
import { isPorts } from '~/lib/kernel/net/ports'
import { resourceName } from '../common/fields'
import { ruleSetTemplates } from './templates'

const setId = idField('ruleSet')
/** True the second time, when the person has read what a change opens or shuts. */
const confirm = z.boolean().default(false)
const cidr = z.string().trim().min(1).max(100)
const tag = {
  kind: z.literal('tag'),
  key: z.string().trim().min(1).max(32),
  value: z.string().trim().min(1).max(64),
}
const server = z.strictObject({ kind: z.literal('server'), id: idField('instance') })

/** The range of `peer` is read by `readRule`, which can name the right one. */
const rule = z
  .strictObject({
    direction: z.enum(firewallDirections),
    protocol: z.enum(firewallProtocols),
    ports: z
      .string()
      .trim()
      .max(120)
      .transform((text) => text.replaceAll(/\s*,\s*/g, ','))
      .refine(isPorts, 'firewall_ports')
      .optional(),
    peer: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('anywhere') }),
      z.strictObject({ kind: z.literal('cidr'), cidr }),
      server,
      z.strictObject(tag),
      z.strictObject({ kind: z.literal('network'), id: idField('network') }),
    ]),
    local: z.discriminatedUnion('kind', [server, z.strictObject(tag)]).optional(),
    description: z.string().trim().max(80).default(''),
  })
  .refine(({ protocol, ports }) => protocol === 'tcp' || protocol === 'udp' || !ports, {
    path: ['ports'],
    error: 'firewall_no_ports',
  })
export type RuleInput = z.output<typeof rule>

const edits = {
  add_rule: z.strictObject({ do: z.literal('add_rule'), setId, rule }),
  change_rule: z.strictObject({ do: z.literal('change_rule'), ruleId: idField('firewallRule'), rule }),
  remove_rule: z.strictObject({ do: z.literal('remove_rule'), ruleId: idField('firewallRule') }),
  attach_network: z.strictObject({ do: z.literal('attach_network'), setId, networkId: idField('network') }),
  attach_server: z.strictObject({ do: z.literal('attach_server'), setId, instanceId: idField('instance') }),
  detach_network: z.strictObject({ do: z.literal('detach_network'), setId, networkId: idField('network') }),
  detach_server: z.strictObject({ do: z.literal('detach_server'), setId, instanceId: idField('instance') }),
  delete_set: z.strictObject({ do: z.literal('delete_set'), setId }),
  filter_inside: z.strictObject({
    do: z.literal('filter_inside'),
    networkId: idField('network'),
    isFiltered: z.boolean(),
  }),
}
const edit = z.discriminatedUnion('do', [
  edits.add_rule,
  edits.change_rule,
  edits.remove_rule,
  edits.attach_network,
  edits.attach_server,
  edits.detach_network,
  edits.detach_server,
  edits.delete_set,
  edits.filter_inside,
])
export type EditInput = z.output<typeof edit>

export const changeFirewallInput = z.strictObject({ edit, confirm })
export const previewFirewallInput = z.strictObject({ edit })

export const createRuleSetInput = z.strictObject({
  projectId: idField('project').optional(),
  name: resourceName,
  template: z.enum(ruleSetTemplates),
  /** For the template `ssh`: from where; absent, from the address of this request. */
  address: cidr.optional(),
})

export const renameRuleSetInput = z.strictObject({ setId, name: resourceName })
