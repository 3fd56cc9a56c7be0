import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff } from '~/lib/identity'
import { enqueue } from '~/lib/jobs'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findHypervisorForUpdate, updateHypervisor } from './queries/hypervisors'

/** Enqueues a new reading. @throws DomainError `not_found` */
export async function rereadHypervisor(
  ctx: OpContext,
  { hypervisorId }: { hypervisorId: Id<'hypervisor'> },
): Promise<void> {
  authorizeStaff(ctx, 'inventory:change')
  await withStaff(ctx, async (tx) => {
    const row = await findHypervisorForUpdate(tx, hypervisorId)
    if (!row) throw new DomainError('not_found')
    if (row.state === 'failed')
      await updateHypervisor(tx, hypervisorId, {
        state: 'connecting',
        failureCode: null,
        failureText: null,
        failedAt: null,
      })
    await recordAudit(tx, ctx, 'hypervisor.read_asked', {
      organisationId: null,
      kind: 'hypervisor',
      id: hypervisorId,
      details: { zoneCode: row.zoneCode },
    })
    await enqueue(tx, 'read_hypervisor', { hypervisorId }, `read:${hypervisorId}`)
  })
}
