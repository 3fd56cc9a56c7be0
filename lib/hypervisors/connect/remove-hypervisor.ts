import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { removedReason } from './places'
import { closeZone } from './queries/close-zone'
import * as rows from './queries/hypervisors'

/**
 * Removes the hypervisor: deletes its secrets, closes its zone, and takes its hosts off sale.
 *
 * @throws DomainError `not_found`, `state_forbids` while the zone has live resources
 */
export async function removeHypervisor(
  ctx: OpContext,
  { hypervisorId }: { hypervisorId: Id<'hypervisor'> },
): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  await withStaff(ctx, async (tx) => {
    const row = await rows.findHypervisorForUpdate(tx, hypervisorId)
    if (!row) throw new DomainError('not_found')
    if (row.zoneId) {
      // Hosts first: a concurrent order is either placed before and counted, or finds no host.
      await closeZone(tx, row.zoneId, { now: ctx.now, reason: removedReason })
      const live = await rows.countLiveAllocations(tx, row.zoneId)
      if (live > 0)
        throw new DomainError('state_forbids', {
          params: { reason: 'hypervisor_in_use', count: String(live) },
        })
    }
    await rows.deleteSecrets(tx, hypervisorId)
    await rows.updateHypervisor(tx, hypervisorId, { state: 'removed', removedAt: ctx.now })
    await recordAudit(tx, ctx, 'hypervisor.removed', {
      organisationId: null,
      kind: 'hypervisor',
      id: hypervisorId,
      details: { zoneCode: row.zoneCode, host: row.host },
    })
  })
}
