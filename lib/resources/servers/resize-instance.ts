import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { findBundle } from '~/lib/catalogue'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { growAllocation, resizeAllocation, shortOnHost } from '~/lib/placement'
import { assertAllowed } from '../common/assert-allowed'
import { changeInstanceState } from '../common/change-state'
import { lockInstance } from '../common/lock-resource'
import { serverMonthlyCents } from '../common/monthly-cents'
import { assertNoSnapshotInProgress } from '../copies/copy-room'
import { sumSnapshots } from '../copies/queries/copies'
import {
  changedOf,
  type DoneChange,
  type Judge,
  judgeIfCostlier,
  type WaitingChange,
} from '../limits/judge-change'
import type { InstanceRow } from '../queries/resources'
import { recordSaga } from '../sagas/record-saga'
import { instanceCan } from './instance-can'
import { ownMicroCents, refuseResize, refuseWithinTerm } from './resize-rules'

type Bundle = NonNullable<Awaited<ReturnType<typeof findBundle>>>

/**
 * In `tx`: starts the resize to another bundle of its kind, unless `judge` makes the change wait. Growth is
 * claimed on its host before this returns; shrinkage is released after the hypervisor has done it.
 *
 * @throws DomainError `not_found`, `state_forbids`, `invalid_input` (field bundleId), `insufficient_capacity`
 * (with the resource that is short), `quota_exceeded`, and those of `judge`
 */
export async function requestResize(
  tx: Tx,
  ctx: OpContext,
  input: { instanceId: Id<'instance'>; bundleId: Id<'bundle'> },
  judge: Judge,
): Promise<(DoneChange & { sagaId: Id<'saga'> }) | WaitingChange> {
  const instance = await lockInstance(tx, input.instanceId)
  assertAllowed(instanceCan.resize(instance), instance)
  await assertNoSnapshotInProgress(tx, instance)
  const { from, to } = await readBundles(tx, instance, input.bundleId, ctx.now)
  const reason = refuseResize(from, to) ?? (instance.commitmentId && refuseWithinTerm(from, to))
  if (reason) throw new DomainError('invalid_input', { field: 'bundleId', params: { reason } })
  // The memory of a container is a limit; that of a virtual machine is set when it starts.
  if (to.instanceType === 'virtual-machine' && instance.state === 'running')
    throw new DomainError('state_forbids', { params: { reason: 'machine_must_stop' } })
  const { organisationId } = instance
  const waiting = await judgeIfCostlier(tx, ctx, judge, {
    ...changedOf(instance, 'instance'),
    kind: 'resize_instance',
    bundleKind: soldKind(to),
    label: to.name,
    labelEn: to.nameEn,
    moreCents: instanceCents(to) - (await serverMonthlyCents(tx, instance, ctx.now)),
  })
  if (waiting) return waiting
  await claimGrowth(tx, instance, from, to)
  await changeInstanceState(tx, ctx, instance.id, {
    from: instanceCan.resize.states,
    to: 'resizing',
    effectiveAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'instance.resize_requested', {
    organisationId,
    kind: 'instance',
    id: instance.id,
    details: { from: from.name, to: to.name },
  })
  const sagaId = await recordSaga(tx, ctx, {
    kind: 'resize_instance',
    organisationId,
    resourceKind: 'instance',
    resourceId: instance.id,
    input: { bundleId: to.id, fromBundleId: from.id },
  })
  return { outcome: 'done', sagaId }
}

async function readBundles(tx: Tx, instance: InstanceRow, bundleId: Id<'bundle'>, now: Date) {
  const from = await findBundle(tx, instance.bundleId, now)
  invariant(from, `bundle ${instance.bundleId} of a server exists`)
  const to = await findBundle(tx, bundleId, now)
  if (!to?.isActive) throw new DomainError('not_found', { field: 'bundleId' })
  return { from, to }
}

function soldKind({ kind }: Bundle): 'compute' | 'combined' {
  invariant(kind === 'compute' || kind === 'combined', 'a server has a bundle of servers')
  return kind
}

/** The monthly price of the server's own part of a bundle; the volume's part does not change. */
function instanceCents(bundle: Bundle): bigint {
  return monthlyCents(ownMicroCents(bundle))
}

async function claimGrowth(tx: Tx, instance: InstanceRow, from: Bundle, to: Bundle): Promise<void> {
  const grows = to.vcpu > from.vcpu || to.memoryMib > from.memoryMib || to.rootDiskGib > from.rootDiskGib
  const most = {
    vcpu: Math.max(from.vcpu, to.vcpu),
    memoryMib: Math.max(from.memoryMib, to.memoryMib),
    diskGib:
      Math.max(from.rootDiskGib, to.rootDiskGib) +
      (await sumSnapshots(tx, 'server_snapshot', instance.id)).gib,
  }
  const answer = grows
    ? await growAllocation(tx, instance, most)
    : await resizeAllocation(tx, instance.id, most)
  if (answer === 'no_headroom')
    throw new DomainError('insufficient_capacity', { params: { reason: 'no_headroom' } })
  if (answer === 'quota_exceeded') throw new DomainError('quota_exceeded')
  if (answer === 'host_full') {
    const lack = await shortOnHost(tx, instance.hostId, {
      vcpu: to.vcpu - from.vcpu,
      memoryMib: to.memoryMib - from.memoryMib,
      diskGib: to.rootDiskGib - from.rootDiskGib,
    })
    throw new DomainError('insufficient_capacity', {
      params: { short: lack?.short ?? 'vcpu', free: String(lack?.free ?? 0), reason: 'host_full' },
    })
  }
  invariant(answer === 'resized', `${instance.id} has a live claim`)
}
