import type { Tx } from '~/db/client'
import type { InstanceState } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { endAllocation } from '~/lib/placement'
import { closeUsage, endCommitmentOfPurged } from '~/lib/usage'
import { releaseServerAddresses } from '../addresses/release-server-addresses'
import { changeInstanceState } from '../common/change-state'
import { changeCopyState } from '../copies/change-copy-state'
import { listHeldSnapshots } from '../copies/queries/copies'
import { forgetRulesOfServer, lockFirewallOfServer } from '../firewall/queries/rule-sets'
import { deleteFirstBoot } from '../first-boot/queries/first-boots'
import type { InstanceRow } from '../queries/resources'

type End = {
  from: InstanceState
  /** When the server was gone. */
  at: Date
  /** Until when it is billed; `at` if absent. */
  billedUntil?: Date
}

/**
 * In `tx`: ends a server that has no object any more, with its snapshots. Afterwards it is neither billed nor claimed, and its
 * addresses are free.
 *
 * @throws DomainError `state_forbids` when it is not in `from`
 */
export async function recordPurgedInstance(
  tx: Tx,
  ctx: OpContext,
  id: Id<'instance'>,
  { from, at, billedUntil = at }: End,
): Promise<InstanceRow> {
  await lockFirewallOfServer(tx, id)
  const instance = await changeInstanceState(tx, ctx, id, {
    from: [from],
    to: 'purged',
    effectiveAt: at,
    set: { purgeAfter: null },
  })
  for (const snapshot of await listHeldSnapshots(tx, 'server_snapshot', id)) {
    const change = { from: ['available'], to: 'deleted', effectiveAt: at } as const
    await changeCopyState(tx, ctx, 'server_snapshot', snapshot.id, change)
    await closeUsage(tx, snapshot.id, 'all', billedUntil, ctx.now)
  }
  await closeUsage(tx, id, 'all', billedUntil, ctx.now)
  await endCommitmentOfPurged(tx, ctx, instance, billedUntil)
  await endAllocation(tx, id, 'released', ctx.now)
  await releaseServerAddresses(tx, id)
  await forgetRulesOfServer(tx, id)
  // Its error may quote the user data.
  await deleteFirstBoot(tx, id)
  return instance
}
