import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { markForgotten } from './queries/losses'

/** In `tx`: the hypervisor has given up the records of the lost host. Recorded once. */
export async function recordHostForgotten(
  tx: Tx,
  ctx: OpContext,
  { lossId, hostId }: { lossId: Id<'hostLoss'>; hostId: Id<'host'> },
): Promise<void> {
  if (!(await markForgotten(tx, lossId, ctx.now))) return
  await recordAudit(tx, ctx, 'host.forgotten', {
    organisationId: null,
    kind: 'host',
    id: hostId,
    details: { lossId },
  })
}
