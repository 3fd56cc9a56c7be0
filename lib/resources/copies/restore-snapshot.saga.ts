/**
 * Restores a volume, or a stopped server's root disk, from one of its snapshots. The saga keeps the previous
 * content in a snapshot of its own until the restore has succeeded, so that a failed restore can be undone.
 */
import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import type { KeptByRestore } from '~/lib/hypervisors'
import { readMoreCards } from '~/lib/hypervisors/rows'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { EffectInput, SagaDefinition, StepResult } from '~/lib/sagas'
import { changeInstanceState, changeVolumeState } from '../common/change-state'
import { lockAttachedVolumes } from '../common/lock-resource'
import { recordVolumeReverted } from '../sagas/ends'
import {
  instanceOf,
  observedAt,
  observeInstance,
  observeVolume,
  undoWithoutFacts,
  volumeOf,
} from '../sagas/outside'
import { readServerSize } from './copy-room'
import type { SnapshotKind } from './queries/copies'
import { requireSnapshot, snapshotCalls } from './snapshot-calls'

type Kind = 'restore_snapshot' | 'restore_instance_snapshot'

type Restoring<S extends Kind> = {
  saga: S
  resourceKind: 'volume' | 'instance'
  event: 'volume.snapshot_restored' | 'instance.snapshot_restored'
  restore(step: EffectInput<S>, snapshotId: string): Promise<void>
  /** Checks that the volume or server is as expected after the restore. */
  observe(step: EffectInput<S>): Promise<StepResult>
  recordDone(
    tx: Tx,
    ctx: OpContext,
    saga: { resourceId: string },
    effectiveAt: Date,
  ): Promise<{ organisationId: Id<'organisation'> }>
  recordUndone: SagaDefinition<S>['recordUndone']
}

function restoringSaga<S extends Kind>(kind: SnapshotKind, restoring: Restoring<S>): SagaDefinition<S> {
  const { saga: sagaKind, resourceKind, event, restore, observe, recordDone, recordUndone } = restoring
  const calls = snapshotCalls[kind]
  /** Named after the saga's id, so that it differs from every snapshot by a customer. */
  const kept = ({ driver, saga, call }: EffectInput<S>) => [driver, saga.resourceId, saga.id, call()] as const
  return {
    kind: sagaKind,
    steps: [
      {
        type: 'effect',
        name: 'keep_state',
        run: (step) => undoWithoutFacts(calls.take(...kept(step))),
        undo: (step) => undoWithoutFacts(calls.remove(...kept(step))),
      },
      {
        type: 'effect',
        name: 'restore_snapshot',
        async run(step) {
          await restore(step, step.saga.input.snapshotId)
          return observe(step)
        },
        /** Without the saga's snapshot the restore never started, and there is nothing to undo. */
        async undo(step) {
          await requireSnapshot(kind, ...kept(step))
          await restore(step, step.saga.id)
          return undefined
        },
      },
      {
        type: 'effect',
        name: 'drop_state',
        run: (step) => undoWithoutFacts(calls.remove(...kept(step))),
        undo: 'forward_only',
      },
      {
        type: 'record',
        name: 'finish',
        whenRefused: 'park',
        undo: 'nothing',
        async record({ tx, ctx, saga, results }) {
          const at = observedAt(results, 'restore_snapshot')
          const { organisationId } = await recordDone(tx, ctx, saga, at)
          await recordAudit(tx, ctx, event, {
            organisationId,
            kind: resourceKind,
            id: saga.resourceId,
            details: { snapshotId: saga.input.snapshotId },
          })
          return undefined
        },
      },
    ],
    recordUndone,
  }
}

export const restoreSnapshotSaga = restoringSaga('volume_snapshot', {
  saga: 'restore_snapshot',
  resourceKind: 'volume',
  event: 'volume.snapshot_restored',
  restore: ({ driver, saga, call }, snapshotId) =>
    driver.restoreSnapshot(saga.resourceId, snapshotId, call()),
  observe: (step) => observeVolume(step, volumeOf(step.saga)),
  recordDone: (tx, ctx, saga, effectiveAt) =>
    changeVolumeState(tx, ctx, volumeOf(saga), { from: ['restoring'], to: 'available', effectiveAt }),
  recordUndone: ({ tx, ctx, saga }) =>
    recordVolumeReverted(tx, ctx, volumeOf(saga), { from: 'restoring', to: 'available' }),
})

const serverIsStopped = (tx: Tx, ctx: OpContext, saga: { resourceId: string }, effectiveAt: Date) =>
  changeInstanceState(tx, ctx, instanceOf(saga), { from: ['restoring'], to: 'stopped', effectiveAt })

export const restoreInstanceSnapshotSaga = restoringSaga('server_snapshot', {
  saga: 'restore_instance_snapshot',
  resourceKind: 'instance',
  event: 'instance.snapshot_restored',
  async restore({ driver, saga, read, call }, snapshotId) {
    const kept = await read((tx) => readKept(tx, instanceOf(saga)))
    await driver.restoreInstanceSnapshot(saga.resourceId, snapshotId, kept, call())
  },
  observe: (step) => observeInstance(step, instanceOf(step.saga), 'stopped'),
  recordDone: serverIsStopped,
  async recordUndone({ tx, ctx, saga }) {
    await serverIsStopped(tx, ctx, saga, ctx.now)
  },
})

/** The current size, volumes and cards of the server; those at the snapshot's time do not come back. */
async function readKept(tx: Tx, id: Id<'instance'>): Promise<KeptByRestore> {
  const size = await readServerSize(tx, id)
  const volumes = await lockAttachedVolumes(tx, id)
  return {
    ...size,
    volumeIds: volumes.map((volume) => volume.id),
    moreCards: await readMoreCards(tx, id),
  }
}
