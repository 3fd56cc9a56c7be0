/**
 * Resizes a server to another bundle. Growth is claimed before the hypervisor is called, shrinkage is released
 * afterwards, so that the host is never oversold. Usage is split at the observed second.
 */
import type { Tx } from '~/db/client'
import type { InstanceSize } from '~/lib/hypervisors'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { resizeAllocation } from '~/lib/placement'
import type { EffectInput, EffectStep, RecordStep, SagaDefinition, StepResult } from '~/lib/sagas'
import { repriceCommitment, splitUsage } from '~/lib/usage'
import { changeInstanceState } from '../../common/change-state'
import { sumSnapshots } from '../../copies/queries/copies'
import { undoUnlessLost } from '../../losses/undo-unless-lost'
import { readBundleSize, readStateBefore } from '../../sagas/facts'
import { instanceOf, observedAt, observeInstance } from '../../sagas/outside'

type Kind = 'resize_instance'

/** The same claim includes the space of the server's snapshots. */
async function claim(tx: Tx, instanceId: Id<'instance'>, size: InstanceSize): Promise<void> {
  const { vcpu, memoryMib, rootDiskGib } = size
  const diskGib = rootDiskGib + (await sumSnapshots(tx, 'server_snapshot', instanceId)).gib
  const answer = await resizeAllocation(tx, instanceId, { vcpu, memoryMib, diskGib })
  if (answer === 'quota_exceeded') throw new DomainError('quota_exceeded')
  if (answer === 'host_full') throw new DomainError('insufficient_capacity')
  invariant(answer === 'resized', `${instanceId} has a live claim`)
}

/** Disks never shrink: one that is larger than its bundle's keeps its size and its claim. */
function withDisk(size: InstanceSize, diskGib: unknown): InstanceSize {
  return typeof diskGib === 'number' && diskGib > size.rootDiskGib ? { ...size, rootDiskGib: diskGib } : size
}

/** Resizes the server to a bundle; returns the size that the hypervisor then reports. */
async function resizeTo(step: EffectInput<Kind>, bundleId: Id<'bundle'>): Promise<StepResult> {
  const size = await step.read((tx) => readBundleSize(tx, bundleId))
  const { diskGib } = await observeInstance(step, instanceOf(step.saga), 'any')
  await step.driver.resizeInstance(step.saga.resourceId, withDisk(size, diskGib), step.call())
  return observeInstance(step, instanceOf(step.saga), 'any')
}

const reserve: RecordStep<Kind> = {
  type: 'record',
  name: 'reserve',
  whenRefused: 'undo',
  async record({ tx, saga }) {
    const from = await readBundleSize(tx, saga.input.fromBundleId)
    const to = await readBundleSize(tx, saga.input.bundleId)
    await claim(tx, instanceOf(saga), {
      vcpu: Math.max(from.vcpu, to.vcpu),
      memoryMib: Math.max(from.memoryMib, to.memoryMib),
      rootDiskGib: Math.max(from.rootDiskGib, to.rootDiskGib),
    })
    return undefined
  },
  async undo({ tx, saga, results }) {
    const size = await readBundleSize(tx, saga.input.fromBundleId)
    await claim(tx, instanceOf(saga), withDisk(size, results.resize?.diskGib))
  },
}

const resize: EffectStep<Kind> = {
  type: 'effect',
  name: 'resize',
  run: (step) => resizeTo(step, step.saga.input.bundleId),
  undo: (step) => undoUnlessLost(step, () => resizeTo(step, step.saga.input.fromBundleId)),
}

const finish: RecordStep<Kind> = {
  type: 'record',
  name: 'finish',
  whenRefused: 'park',
  undo: 'nothing',
  async record({ tx, ctx, saga, results }) {
    const at = observedAt(results, 'resize')
    const instance = await changeInstanceState(tx, ctx, instanceOf(saga), {
      from: ['resizing'],
      to: await readStateBefore(tx, saga.resourceId),
      effectiveAt: at,
      set: { bundleId: saga.input.bundleId },
    })
    const size = await readBundleSize(tx, saga.input.bundleId)
    await claim(tx, instanceOf(saga), withDisk(size, results.resize?.diskGib))
    await repriceCommitment(tx, instance, at)
    await splitUsage(tx, { resource: instance, meters: ['compute', 'root_disk'], at, recordedAt: ctx.now })
    return undefined
  },
}

export const resizeInstanceSaga: SagaDefinition<Kind> = {
  kind: 'resize_instance',
  steps: [reserve, resize, finish],
  async recordUndone({ tx, ctx, saga }) {
    await changeInstanceState(tx, ctx, instanceOf(saga), {
      from: ['resizing'],
      to: await readStateBefore(tx, saga.resourceId),
      effectiveAt: ctx.now,
    })
  },
}
