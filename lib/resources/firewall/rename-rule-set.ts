import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import * as rows from './queries/rule-sets'

/** @throws DomainError `not_found`, `forbidden`, `name_taken`, `state_forbids` for the set of a network */
export async function renameRuleSet(
  ctx: OpContext,
  { setId, name }: { setId: Id<'ruleSet'>; name: string },
): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const known = await rows.findRuleSet(tx, setId)
    if (!known) throw new DomainError('not_found')
    await rows.lockFirewall(tx, known.projectId)
    const set = await rows.lockRuleSet(tx, setId)
    if (!set) throw new DomainError((await rows.findRuleSet(tx, setId)) ? 'forbidden' : 'not_found')
    if (set.networkId !== null)
      throw new DomainError('state_forbids', { params: { reason: 'rule_set_of_network' } })
    if (set.name === name) return
    if (!(await rows.renameRuleSet(tx, set, name))) throw new DomainError('name_taken', { field: 'name' })
    await recordAudit(tx, ctx, 'firewall.set_renamed', {
      organisationId,
      kind: 'rule_set',
      id: setId,
      details: { from: set.name, to: name },
    })
  })
}
