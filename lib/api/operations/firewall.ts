import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { addName, listNamesPage, removeName, setReverseName } from '~/lib/names'
import { addNameInput, nameIdInput, setReverseNameInput } from '~/lib/names/schema'
import { changeFirewall, createRuleSet, listFirewalls, previewFirewall, renameRuleSet } from '~/lib/resources'
import {
  changeFirewallInput,
  createRuleSetInput,
  previewFirewallInput,
  renameRuleSetInput,
} from '~/lib/resources/schema'
import { defineChange } from '../define-change'
import { defineOperation } from '../define-operation'
import { named } from '../fields'

const server = z.object({ kind: z.literal('server'), id: idField('instance'), name: z.string() })
const tag = z.object({ kind: z.literal('tag'), key: z.string(), value: z.string() })
const ruleAnswer = z
  .object({
    id: idField('firewallRule'),
    direction: z.enum(['in', 'out']),
    protocol: z.enum(['tcp', 'udp', 'icmp', 'any']),
    ports: z.string().nullable(),
    peer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('anywhere') }),
      z.object({ kind: z.literal('cidr'), cidr: z.string() }),
      z.object({ kind: z.literal('network'), id: idField('network'), name: z.string() }),
      server,
      tag,
    ]),
    local: z.discriminatedUnion('kind', [server, tag]).nullable().describe('Null: all servers of the set.'),
    description: z.string(),
  })
  .meta({ id: 'FirewallRule', description: 'What may enter or leave.' })
const firewallAnswer = z
  .object({
    projectId: idField('project'),
    ruleSets: z.array(
      z.object({
        id: idField('ruleSet'),
        name: z.string().nullable().describe('Null: the own set of a network.'),
        rules: z.array(ruleAnswer),
        networks: z.array(named(idField('network'))),
        servers: z.array(named(idField('instance'))),
      }),
    ),
  })
  .meta({ id: 'Firewall', description: 'The rule sets of a project.' })

export const firewall = [
  defineOperation({
    id: 'listFirewalls',
    method: 'GET',
    path: '/v1/firewalls',
    tag: 'firewall',
    summary: 'List the rule sets of each project',
    permission: 'instance:read',
    status: 200,
    answer: z.object({ items: z.array(firewallAnswer) }),
    run: async ({ ctx }) => ({
      items: (await listFirewalls(ctx)).map(({ projectId, sets }) => ({ projectId, ruleSets: sets })),
    }),
  }),
  defineChange({
    id: 'changeFirewall',
    path: '/v1/firewalls/change',
    tag: 'firewall',
    summary: 'Add, change or remove a rule, or attach a rule set',
    description: 'A change that opens or shuts much needs `confirm`.',
    permission: 'instance:operate',
    input: changeFirewallInput,
    answer: z.object({ ruleId: idField('firewallRule').nullable() }),
    run: changeFirewall,
  }),
  defineChange({
    id: 'previewFirewall',
    path: '/v1/firewalls/preview',
    tag: 'firewall',
    summary: 'See what a change opens and shuts, without making it',
    permission: 'instance:operate',
    input: previewFirewallInput,
    answer: z.object({ changes: z.array(z.record(z.string(), z.unknown())) }),
    run: async (ctx, input) => ({
      changes: (await previewFirewall(ctx, input)).changes.map((each) => ({ ...each })),
    }),
  }),
  defineChange({
    id: 'createRuleSet',
    path: '/v1/rule-sets',
    tag: 'firewall',
    summary: 'Create a rule set',
    permission: 'instance:operate',
    input: createRuleSetInput,
    status: 201,
    answer: z.object({ id: idField('ruleSet') }),
    run: createRuleSet,
  }),
  defineChange({
    id: 'renameRuleSet',
    path: '/v1/rule-sets/{setId}/rename',
    tag: 'firewall',
    summary: 'Rename a rule set',
    permission: 'instance:operate',
    input: renameRuleSetInput,
    run: renameRuleSet,
  }),
  defineOperation({
    id: 'listNames',
    method: 'GET',
    path: '/v1/names',
    tag: 'addresses',
    summary: 'List DNS names of your servers and addresses',
    permission: 'instance:read',
    status: 200,
    answer: z.object({
      items: z.array(
        z.object({
          id: idField('name'),
          projectId: idField('project'),
          name: z.string(),
          leadsTo: z.array(z.string()),
          server: named(idField('instance')).nullable(),
          state: z.string(),
        }),
      ),
    }),
    run: async ({ ctx }) => ({ items: (await listNamesPage(ctx))?.names ?? [] }),
  }),
  defineChange({
    id: 'addName',
    path: '/v1/names',
    tag: 'addresses',
    summary: 'Give an address or another host a DNS name',
    permission: 'instance:operate',
    input: addNameInput,
    status: 201,
    answer: z.object({ name: z.string() }),
    run: addName,
  }),
  defineChange({
    id: 'removeName',
    method: 'DELETE',
    path: '/v1/names/{nameId}',
    tag: 'addresses',
    summary: 'Remove a DNS name',
    permission: 'instance:operate',
    input: nameIdInput,
    run: removeName,
  }),
  defineOperation({
    id: 'setReverseName',
    method: 'POST',
    path: '/v1/names/reverse',
    tag: 'addresses',
    summary: 'Set the name that a look-up of an address finds',
    description: 'Of a reserved IPv4 address, or of the IPv6 address of a server.',
    permission: 'instance:operate',
    body: setReverseNameInput,
    status: 204,
    answer: null,
    run: ({ ctx, body }) => setReverseName(ctx, body),
  }),
]
