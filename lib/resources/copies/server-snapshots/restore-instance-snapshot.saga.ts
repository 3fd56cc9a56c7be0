/**
 * Gives a stopped server's root disk back what one of its snapshots holds. What it held is kept in a snapshot of
 * the saga's own until the new state is there, so that a restore which fails can be taken back. Size and volumes
 * are those of now, whatever they were then.
 */
import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { KeptByRestore } from '~/lib/hypervisors'
import { DriverError } from '~/lib/hypervisors'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { findLiveClaim } from '~/lib/placement'
import type { EffectInput, SagaDefinition } from '~/lib/sagas'
import { changeInstanceState } from '../../common/change-state'
import { lockAttachedVolumes } from '../../common/lock-resource'
import { instanceOf, observedAt, observeInstance, undoneBy } from '../../sagas/outside'
import { sumInstanceSnapshots } from './queries/instance-snapshots'

type Kind = 'restore_instance_snapshot'

/** Named from the saga's id, which is no snapshot's of the customer. */
const keptState = (step: EffectInput<Kind>) => [step.saga.resourceId, step.saga.id, step.call()] as const

/** The claim is as large as the disk and its snapshots: it knows a disk that is larger than its bundle's too. */
async function readKept(tx: Tx, id: Id<'instance'>): Promise<KeptByRestore> {
  const claim = await findLiveClaim(tx, id)
  invariant(claim, `${id} has a live claim`)
  const { gib } = await sumInstanceSnapshots(tx, id)
  const volumes = await lockAttachedVolumes(tx, id)
  const { vcpu, memoryMib, diskGib } = claim
  return { vcpu, memoryMib, rootDiskGib: diskGib - gib, volumeIds: volumes.map((volume) => volume.id) }
}

async function bringBack(step: EffectInput<Kind>, snapshotId: string): Promise<void> {
  const kept = await step.read((tx) => readKept(tx, instanceOf(step.saga)))
  await step.driver.restoreInstanceSnapshot(step.saga.resourceId, snapshotId, kept, step.call())
}

/** A restore that never began has nothing to take back: without the kept state, the disk was not touched. */
async function takeBack(step: EffectInput<Kind>): Promise<void> {
  const seen = await step.driver.observeInstanceSnapshot(...keptState(step))
  if (!seen.exists) throw new DriverError('not_found', { params: { resource: step.saga.id } })
  await bringBack(step, step.saga.id)
}

export const restoreInstanceSnapshotSaga: SagaDefinition<Kind> = {
  kind: 'restore_instance_snapshot',
  steps: [
    {
      type: 'effect',
      name: 'keep_state',
      run: (step) => undoneBy(step.driver.takeInstanceSnapshot(...keptState(step))),
      undo: (step) => undoneBy(step.driver.deleteInstanceSnapshot(...keptState(step))),
    },
    {
      type: 'effect',
      name: 'restore_snapshot',
      async run(step) {
        await bringBack(step, step.saga.input.snapshotId)
        return observeInstance(step, instanceOf(step.saga), 'stopped')
      },
      undo: (step) => undoneBy(takeBack(step)),
    },
    {
      type: 'effect',
      name: 'drop_state',
      run: (step) => undoneBy(step.driver.deleteInstanceSnapshot(...keptState(step))),
      undo: 'forward_only',
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const instance = await changeInstanceState(tx, ctx, instanceOf(saga), {
          from: ['restoring'],
          to: 'stopped',
          effectiveAt: observedAt(results, 'restore_snapshot'),
        })
        await recordAudit(tx, ctx, 'instance.snapshot_restored', {
          organisationId: instance.organisationId,
          kind: 'instance',
          id: instance.id,
          details: { snapshotId: saga.input.snapshotId },
        })
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga }) {
    await changeInstanceState(tx, ctx, instanceOf(saga), {
      from: ['restoring'],
      to: 'stopped',
      effectiveAt: ctx.now,
    })
  },
}
