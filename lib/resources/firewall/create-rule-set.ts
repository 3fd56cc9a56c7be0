import { withOrganisation } from '~/db/client'
import { readFirewalls } from '~/lib/hypervisors/rows'
import { authorize, findOpenProject, getDefaultProject } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { carryOut } from './change-firewall'
import * as rows from './queries/rule-sets'
import { readRange } from './read-rule'
import { type RuleSetTemplate, rulesOfTemplate } from './templates'

/** A person reads the list of a project's sets; a hypervisor sees only those that are attached. */
const setsPerProjectMax = 50

/**
 * Creates a rule set with the rules of a template; it takes effect once it is attached.
 *
 * @throws DomainError `not_found`, `state_forbids`, `forbidden`, `name_taken`, `invalid_input`, `quota_exceeded`
 */
export async function createRuleSet(
  ctx: OpContext,
  input: {
    projectId?: Id<'project'> | undefined
    name: string
    template: RuleSetTemplate
    address?: string | undefined
  },
): Promise<{ id: Id<'ruleSet'> }> {
  authorize(ctx, 'instance:operate')
  const setId = newId('ruleSet', ctx.now.getTime())
  const address = input.template === 'ssh' ? readRange(input.address ?? ctx.ip ?? '', 'address') : ''
  await withOrganisation(ctx, async (tx, organisationId) => {
    const project = input.projectId
      ? await findOpenProject(tx, organisationId, input.projectId)
      : await getDefaultProject(tx, organisationId)
    authorize(ctx, 'instance:operate', project.id)
    await rows.lockFirewall(tx, project.id)
    const [firewall] = await readFirewalls(tx, [project.id])
    invariant(firewall, 'a project always has its rules')
    if (firewall.sets.filter(({ ownerId }) => ownerId === null).length >= setsPerProjectMax)
      throw new DomainError('quota_exceeded', {
        params: { reason: 'rule_sets_max', max: `${setsPerProjectMax}` },
      })
    const row = { id: setId, organisationId, projectId: project.id, name: input.name, createdAt: ctx.now }
    if (!(await rows.insertRuleSet(tx, row))) throw new DomainError('name_taken', { field: 'name' })
    const rules = rulesOfTemplate(input.template, address).map((rule) => ({
      ...rule,
      id: newId('firewallRule', ctx.now.getTime()),
      description: '',
    }))
    const edit = { do: 'create_set', setId, name: input.name, rules } as const
    await carryOut(tx, ctx, { organisationId, firewall, edit, confirm: false })
  })
  return { id: setId }
}
