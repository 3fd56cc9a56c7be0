import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { requireOutsideWorld } from '~/lib/recovery'
import * as rows from './queries/networks'
import type { AddFirewallRuleInput } from './schema'

/** A hypervisor checks all of them for each packet of a new connection. */
export const rulesMax = 50

/**
 * Allows matching traffic into the network from outside; a worker updates the hypervisor within seconds.
 *
 * @throws DomainError `not_found`, `already_exists` (an identical rule), `quota_exceeded`,
 * `recovery_in_progress`
 */
export async function addFirewallRule(
  ctx: OpContext,
  { networkId, protocol, source, description, ...input }: AddFirewallRuleInput,
): Promise<{ id: Id<'firewallRule'> }> {
  authorize(ctx, 'instance:operate')
  const ports = input.ports ?? null
  const id = newId('firewallRule', ctx.now.getTime())
  await withOrganisation(ctx, async (tx, organisationId) => {
    await requireOutsideWorld(tx)
    if (!(await rows.findNetworkForUpdate(tx, networkId))) throw new DomainError('not_found')
    const rules = await rows.listFirewallRules(tx, networkId)
    const isSame = rules.some(
      (rule) => rule.protocol === protocol && rule.ports === ports && rule.source === source,
    )
    if (isSame) throw new DomainError('already_exists', { field: 'source' })
    if (rules.length >= rulesMax)
      throw new DomainError('quota_exceeded', {
        params: { reason: 'firewall_rules_max', max: `${rulesMax}` },
      })
    const rule = { protocol, ports, source, description }
    await rows.insertFirewallRule(tx, { id, organisationId, networkId, ...rule, createdAt: ctx.now })
    await rows.reviseNetwork(tx, networkId)
    await recordAudit(tx, ctx, 'firewall.rule_added', {
      organisationId,
      kind: 'network',
      id: networkId,
      details: rule,
    })
  })
  return { id }
}

/**
 * Removes the rule; traffic allowed only by it is blocked. @throws DomainError `not_found`,
 * `recovery_in_progress`
 */
export async function removeFirewallRule(
  ctx: OpContext,
  { ruleId }: { ruleId: Id<'firewallRule'> },
): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx, organisationId) => {
    await requireOutsideWorld(tx)
    const rule = await rows.findFirewallRule(tx, ruleId)
    if (!rule) throw new DomainError('not_found')
    await rows.findNetworkForUpdate(tx, rule.networkId)
    if (!(await rows.deleteFirewallRule(tx, ruleId))) throw new DomainError('not_found')
    await rows.reviseNetwork(tx, rule.networkId)
    const { protocol, ports, source, description } = rule
    await recordAudit(tx, ctx, 'firewall.rule_removed', {
      organisationId,
      kind: 'network',
      id: rule.networkId,
      details: { protocol, ports, source, description },
    })
  })
}
