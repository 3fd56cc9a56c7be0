import type { Tx } from '~/db/client'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { lockInstance } from '../common/lock-resource'
import { copyMonthlyCents } from '../common/monthly-cents'
import { type Judge, judgeIfCostlier, keptOf, type WaitingChange } from '../limits/judge-change'
import { copyCan } from './copy-can'
import { readServerSize } from './copy-room'
import { type MadeCopy, makeCopy } from './make-copy'
import { sumSnapshots } from './queries/copies'

/**
 * In `tx`: starts a snapshot of the server's root disk, unless `judge` makes it wait. It adds the disk's size
 * to the server's claim, on the server's host.
 *
 * @throws DomainError `not_found`, `state_forbids`, `name_taken`, `insufficient_capacity`, `quota_exceeded`,
 * and those of `judge`
 */
export async function requestInstanceSnapshot(
  tx: Tx,
  ctx: OpContext,
  { instanceId, name }: { instanceId: Id<'instance'>; name: string },
  judge: Judge,
): Promise<MadeCopy<'server_snapshot'> | WaitingChange> {
  const instance = await lockInstance(tx, instanceId)
  const cents = await copyMonthlyCents(tx, 'server_snapshot', instance, ctx.now)
  const { held } = await sumSnapshots(tx, 'server_snapshot', instanceId)
  assertAllowed(copyCan.server_snapshot.make(instance, { held, areSold: cents !== null }), instance)
  const change = { ...keptOf(instance, 'instance'), kind: 'take_instance_snapshot' as const, label: name }
  const waiting = await judgeIfCostlier(tx, ctx, judge, { ...change, moreCents: cents ?? 0n })
  if (waiting) return waiting
  const { organisationId, projectId, zoneId, bundleId, orderLineId } = instance
  const sizeGib = (await readServerSize(tx, instanceId)).rootDiskGib
  return makeCopy(
    tx,
    ctx,
    'server_snapshot',
    {
      ...{ organisationId, projectId, zoneId, bundleId, orderLineId, sizeGib },
      ...{ id: newId('snapshot', ctx.now.getTime()), instanceId, name },
    },
    { details: { instance: instance.name }, input: { instanceId } },
  )
}
