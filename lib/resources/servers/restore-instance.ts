import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { findBundle } from '~/lib/catalogue'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { voidExit } from '~/lib/usage'
import { assertAllowed } from '../common/assert-allowed'
import { assertWithinGrace } from '../common/assert-within-grace'
import { lockInstance } from '../common/lock-resource'
import { computeMonthlyCents } from '../common/monthly-cents'
import {
  changedOf,
  type DoneChange,
  type Judge,
  judgeIfCostlier,
  type WaitingChange,
} from '../limits/judge-change'
import { recordSaga } from '../sagas/record-saga'
import { instanceCan } from './instance-can'

/**
 * In `tx`: undoes the deletion, unless `judge` makes it wait, since the server costs as before; the server
 * will be `stopped`, without the volumes it had. It stays `deleted` until the hypervisor has confirmed it, so
 * the purge cannot erase it meanwhile.
 *
 * @throws DomainError `not_found`, `state_forbids` (not deleted, grace over, or already being restored), and
 * those of `judge`
 */
export async function requestInstanceRestoration(
  tx: Tx,
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
  judge: Judge,
): Promise<(DoneChange & { sagaId: Id<'saga'> }) | WaitingChange> {
  const instance = await lockInstance(tx, input.instanceId)
  assertAllowed(instanceCan.restore(instance), instance)
  await assertWithinGrace(tx, instance, ctx.now)
  const { organisationId } = instance
  const bundle = await findBundle(tx, instance.bundleId, ctx.now)
  const bundleKind = bundle?.kind === 'combined' ? 'combined' : 'compute'
  const waiting = await judgeIfCostlier(tx, ctx, judge, {
    ...changedOf(instance, 'instance'),
    kind: 'restore_instance',
    bundleKind,
    label: bundle?.name ?? '',
    labelEn: bundle?.nameEn ?? '',
    // Its disk was billed all the time.
    moreCents: await computeMonthlyCents(tx, instance, ctx.now),
  })
  if (waiting) return waiting
  await voidExit(tx, instance)
  await recordAudit(tx, ctx, 'instance.restored', { organisationId, kind: 'instance', id: instance.id })
  const sagaId = await recordSaga(tx, ctx, {
    kind: 'restore_instance',
    organisationId,
    resourceKind: 'instance',
    resourceId: instance.id,
    input: {},
  })
  return { outcome: 'done', sagaId }
}
