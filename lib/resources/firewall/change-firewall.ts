import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import {
  rangesPerNetworkMax,
  rulesPerNetworkMax,
  type StoredFirewall,
  type StoredRule,
} from '~/lib/hypervisors'
import { readFirewalls } from '~/lib/hypervisors/rows'
import { authorize } from '~/lib/identity'
import { retryConflicts } from '~/lib/kernel/concurrency/retry-conflicts'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { requireOutsideWorld } from '~/lib/recovery'
import { findOpenNetwork } from '../networks/queries/named-networks'
import { findNetworkForUpdate } from '../networks/queries/networks'
import { applyEdit, type Edit } from './apply-edit'
import { judgeChange } from './judge-change'
import { planEdit } from './plan-edit'
import * as rows from './queries/rule-sets'
import { ruleFacts, toRuleValues } from './rule-values'
import type { EditInput } from './schema'

/**
 * Changes rules, or what they are attached to. Networks whose filter changes are written within two seconds. What opens SSH
 * or RDP to everyone, or shuts out the acting person, is carried out only with `confirm`. Returns the id of an added rule.
 *
 * @throws DomainError `not_found`, `forbidden`, `already_exists`, `invalid_input`, `quota_exceeded`, `state_forbids`,
 * `confirmation_required`, `recovery_in_progress`, `unavailable`
 */
export async function changeFirewall(
  ctx: OpContext,
  { edit: input, confirm }: { edit: EditInput; confirm: boolean },
): Promise<{ ruleId: Id<'firewallRule'> | null }> {
  authorize(ctx, 'instance:operate')
  return retryConflicts(() =>
    withOrganisation(ctx, async (tx, organisationId) => {
      await requireOutsideWorld(tx)
      const { firewall, edit } = await planChange(tx, ctx, input)
      await carryOut(tx, ctx, { organisationId, firewall, edit, confirm })
      return { ruleId: edit.do === 'add_rule' ? edit.rule.id : null }
    }),
  )
}

/** Carries out a planned change. The caller holds the lock of the project's rules. */
export async function carryOut(
  tx: Tx,
  ctx: OpContext,
  of: { organisationId: Id<'organisation'>; firewall: StoredFirewall; edit: Edit; confirm: boolean },
): Promise<void> {
  const { organisationId, firewall, edit, confirm } = of
  const { changed, exceeded, doubts } = judgeChange(firewall, applyEdit(firewall, edit), ctx.ip)
  if (exceeded !== null) {
    const max = exceeded === 'rules' ? rulesPerNetworkMax : rangesPerNetworkMax
    throw new DomainError('quota_exceeded', {
      params: { reason: `firewall_${exceeded}_expanded`, max: `${max}` },
    })
  }
  if (doubts.length > 0 && !confirm)
    throw new DomainError('confirmation_required', { params: { doubts: doubts.join(' ') } })
  await write(tx, ctx, organisationId, edit)
  await rows.reviseNetworks(tx, changed)
  await recordAudit(tx, ctx, eventOf[edit.do], {
    organisationId,
    ...subjectOf(firewall, edit),
    details: detailsOf(firewall, edit),
  })
}

/** Locks the rules of the project and plans the change by all that it names. */
export async function planChange(
  tx: Tx,
  ctx: OpContext,
  input: EditInput,
): Promise<{ firewall: StoredFirewall; edit: Edit }> {
  const projectId = await lockProjectOf(tx, input)
  const [firewall] = await readFirewalls(tx, [projectId])
  invariant(firewall, 'a project always has its rules')
  const servers = await rows.listServersOfProjects(tx, [projectId])
  const technology =
    input.do === 'filter_inside' ? await rows.findNetworkTechnology(tx, input.networkId) : null
  const edit = planEdit(
    {
      firewall,
      serverIds: servers.map(({ id }) => id),
      canFilterInside: () => technology === 'ovn',
      now: ctx.now,
    },
    input,
  )
  return { firewall, edit }
}

async function lockProjectOf(tx: Tx, input: EditInput): Promise<Id<'project'>> {
  if (input.do === 'filter_inside') {
    const network = await findOpenNetwork(tx, input.networkId)
    if (!network) throw new DomainError('not_found')
    // Before the row of the network, as every change of rules does.
    await rows.lockFirewall(tx, network.projectId)
    if (!(await findNetworkForUpdate(tx, network.id))) throw new DomainError('not_found')
    return network.projectId
  }
  const setId = 'setId' in input ? input.setId : (await rows.findRule(tx, input.ruleId))?.setId
  const set = setId && (await rows.findRuleSet(tx, setId))
  if (!set) throw new DomainError('not_found')
  await rows.lockFirewall(tx, set.projectId)
  // Row-level security allows no lock to a person who may only read.
  if (!(await rows.lockRuleSet(tx, set.id)))
    throw new DomainError((await rows.findRuleSet(tx, set.id)) ? 'forbidden' : 'not_found')
  return set.projectId
}

async function write(tx: Tx, ctx: OpContext, organisationId: Id<'organisation'>, edit: Edit): Promise<void> {
  const toRow = (rule: StoredRule) => ({ id: rule.id, ...toRuleValues(rule) })
  switch (edit.do) {
    case 'create_set':
      return rows.insertRules(tx, { organisationId, setId: edit.setId }, edit.rules.map(toRow), ctx.now)
    case 'add_rule':
      return rows.insertRules(tx, { organisationId, setId: edit.setId }, [toRow(edit.rule)], ctx.now)
    case 'change_rule':
      return rows.replaceRule(tx, edit.ruleId, toRuleValues(edit.rule))
    case 'remove_rule':
      return rows.deleteRule(tx, edit.ruleId)
    case 'attach_network':
      return rows.attachNetwork(tx, { organisationId, setId: edit.setId, networkId: edit.networkId })
    case 'detach_network':
      return rows.detachNetwork(tx, { organisationId, setId: edit.setId, networkId: edit.networkId })
    case 'attach_server':
      return rows.attachServer(tx, { organisationId, setId: edit.setId, instanceId: edit.instanceId })
    case 'detach_server':
      return rows.detachServer(tx, { organisationId, setId: edit.setId, instanceId: edit.instanceId })
    case 'delete_set':
      return rows.deleteRuleSet(tx, edit.setId)
    case 'filter_inside':
      return rows.setFilteredInside(tx, edit.networkId, edit.isFiltered)
  }
}

const eventOf = {
  create_set: 'firewall.set_created',
  add_rule: 'firewall.rule_added',
  change_rule: 'firewall.rule_changed',
  remove_rule: 'firewall.rule_removed',
  attach_network: 'firewall.set_attached',
  attach_server: 'firewall.set_attached',
  detach_network: 'firewall.set_detached',
  detach_server: 'firewall.set_detached',
  delete_set: 'firewall.set_deleted',
  filter_inside: 'firewall.inside_changed',
} as const satisfies Record<Edit['do'], string>

/** The network for its own rules, otherwise the set. */
function subjectOf({ sets }: StoredFirewall, edit: Edit): { kind: string; id: string } {
  if (edit.do === 'filter_inside') return { kind: 'network', id: edit.networkId }
  const isOf = ({ id, rules }: StoredFirewall['sets'][number]) =>
    'setId' in edit ? id === edit.setId : rules.some((rule) => rule.id === edit.ruleId)
  const set = sets.find(isOf)
  if (set?.ownerId) return { kind: 'network', id: set.ownerId }
  return { kind: 'rule_set', id: set?.id ?? ('setId' in edit ? edit.setId : '') }
}

function detailsOf({ sets }: StoredFirewall, edit: Edit): Record<string, unknown> {
  const described = (rule: StoredRule | undefined) => ({
    ...(rule ? { ...ruleFacts(rule), description: rule.description } : {}),
  })
  const stored = (id: string) => sets.flatMap(({ rules }) => rules).find((rule) => rule.id === id)
  switch (edit.do) {
    case 'create_set':
      return { name: edit.name, rules: edit.rules.map(described) }
    case 'add_rule':
      return described(edit.rule)
    case 'change_rule':
      return { from: described(stored(edit.ruleId)), to: described(edit.rule) }
    case 'remove_rule':
      return described(stored(edit.ruleId))
    case 'delete_set': {
      const set = sets.find(({ id }) => id === edit.setId)
      return { name: set?.name, rules: set?.rules.map(described) }
    }
    case 'filter_inside':
      return { isFiltered: edit.isFiltered }
    default:
      return 'networkId' in edit ? { networkId: edit.networkId } : { instanceId: edit.instanceId }
  }
}
