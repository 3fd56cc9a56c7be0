import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, listOtherDeciders, requireFreshProof } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { operatorLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { recordHostState } from '../record-host-state'
import { assertLoss, lockLostHost } from './lock-lost-host'
import { lossCan } from './loss-can'
import { insertLoss } from './queries/losses'
import type { DeclareHostLossInput } from './schema'

/**
 * Declares that a silent host is surely powered off. From now on it stays failed and nothing on it is used; its servers
 * are lost once another person confirms, who is notified by mail.
 *
 * @throws DomainError `proof_required`, `not_found`, `invalid_input` (`name`), `state_forbids` with the reason
 */
export async function declareHostLoss(ctx: OpContext, input: DeclareHostLossInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const { host, facts } = await lockLostHost(tx, input.hostId)
    assertLoss(lossCan.declare(facts), 'declare')
    if (input.name !== host.name)
      throw new DomainError('invalid_input', { field: 'name', params: { reason: 'name_differs' } })
    invariant(host.unreachableSince, 'a host that may be declared lost is silent')
    const { verification } = input
    if (host.state !== 'failed')
      await recordHostState(tx, ctx, host.id, facts, { state: 'failed', reason: verification.slice(0, 300) })
    const id = newId('hostLoss', ctx.now.getTime())
    await insertLoss(tx, {
      id,
      hostId: host.id,
      silentSince: host.unreachableSince,
      verification,
      declaredByStaffId: staffId,
      declaredAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'host.loss_declared', {
      organisationId: null,
      kind: 'host',
      id: host.id,
      details: { lossId: id, reason: verification, allocations: facts.allocations },
    })
    const { proposer, deciders } = await listOtherDeciders(tx, 'inventory:change', staffId)
    for (const { email: to, fullName: name, locale } of deciders)
      await queueMail(tx, {
        to,
        locale,
        template: 'host-loss',
        params: {
          kind: 'declared',
          name,
          host: host.name,
          servers: facts.allocations,
          declaredBy: proposer,
          url: operatorLink(routes.operator.hostLoss(host.id)),
        },
      })
  })
}
