import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { requireOutsideWorld } from '~/lib/recovery'
import { withNameCheck } from '../common/record-new-resource'
import { lockFirewall, reviseNetworks } from '../firewall/queries/rule-sets'
import { requireChangeableNetworks } from '../networks/require-changeable'
import { balancerCan } from './balancer-can'
import { findSettingsFault } from './find-settings-fault'
import { type BalancerRow, findBalancerRow, lockBalancerRow, updateBalancer } from './queries/balancers'
import { requireConfirmedAccess } from './require-confirmed-access'
import type { ChangeBalancerInput } from './schema'

/**
 * Changes the settings; a worker puts them in force within seconds, and open connections outlive it. What newly opens SSH or
 * RDP to everyone needs `confirm`.
 *
 * @throws DomainError `not_found`, `state_forbids`, `invalid_input` (the first setting that does not fit),
 * `confirmation_required`, `recovery_in_progress`
 */
export async function changeBalancer(
  ctx: OpContext,
  { balancerId, settings, confirm }: ChangeBalancerInput,
): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const found = await findBalancerRow(tx, balancerId)
    if (!found) throw new DomainError('not_found')
    // Before its row, as every change of rules does: the network lets in what the balancer listens on, and passes it on.
    await lockFirewall(tx, found.projectId)
    const row = await lockFor(tx, ctx, balancerId, 'change')
    const fault = await findSettingsFault(tx, row, settings, { now: ctx.now, former: row.settings })
    if (fault)
      throw new DomainError('invalid_input', {
        field: `settings.${fault.field}`,
        params: { reason: fault.reason, ...fault.params },
      })
    requireConfirmedAccess('confirm', { settings, confirm }, row.settings)
    const isSame = JSON.stringify(portsOf(settings)) === JSON.stringify(portsOf(row.settings))
    if (!isSame) {
      await requireChangeableNetworks(tx, row.zoneId)
      await reviseNetworks(tx, [row.networkId])
    }
    await updateBalancer(tx, balancerId, row.state, {
      settings,
      // Applied at once, also after a failure of the former settings, and over what a restored one has.
      retryAt: null,
      ...(row.unverified && { unverified: false, foundDigest: null, failureCode: null, failureText: null }),
    })
    const details = { name: row.name, from: row.settings, to: settings }
    await recordAudit(tx, ctx, 'balancer.changed', {
      organisationId,
      kind: 'balancer',
      id: balancerId,
      details,
    })
  })
}

/** What the filter of its network depends on. */
const portsOf = ({ listeners, pool }: ChangeBalancerInput['settings']) => [
  listeners.map(({ port }) => port).sort((a, b) => a - b),
  pool.serverPort,
]

/** Renames the balancer. @throws DomainError `not_found`, `state_forbids`, `name_taken`, `recovery_in_progress` */
export async function renameBalancer(
  ctx: OpContext,
  { balancerId, name }: { balancerId: Id<'balancer'>; name: string },
): Promise<void> {
  authorize(ctx, 'instance:operate')
  await withOrganisation(ctx, async (tx, organisationId) => {
    const row = await lockFor(tx, ctx, balancerId, 'rename')
    if (row.name === name) return
    await withNameCheck(name, () => updateBalancer(tx, balancerId, row.state, { name }))
    const details = { from: row.name, to: name }
    await recordAudit(tx, ctx, 'balancer.renamed', {
      organisationId,
      kind: 'balancer',
      id: balancerId,
      details,
    })
  })
}

async function lockFor(
  tx: Tx,
  ctx: OpContext,
  id: Id<'balancer'>,
  action: 'change' | 'rename',
): Promise<BalancerRow> {
  await requireOutsideWorld(tx)
  const row = await lockBalancerRow(tx, id)
  if (!row) throw new DomainError('not_found')
  authorize(ctx, 'instance:operate', row.projectId)
  if (!balancerCan[action].includes(row.state))
    throw new DomainError('state_forbids', { params: { state: row.state } })
  return row
}
