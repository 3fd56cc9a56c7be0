/**
 * Gives a volume back what one of its snapshots holds. What it held is kept in a snapshot of the saga's own
 * until the new state is there, so that a restore which fails can be taken back.
 */
import { recordAudit } from '~/lib/audit'
import { DriverError } from '~/lib/hypervisors'
import type { EffectInput, SagaDefinition } from '~/lib/sagas'
import { changeVolumeState } from '../common/change-state'
import { recordVolumeBack } from '../sagas/ends'
import { observedAt, observeVolume, undoneBy, volumeOf } from '../sagas/outside'

type Kind = 'restore_snapshot'

/** Named from the saga's id, which is no snapshot's of the customer. */
const kept = (step: EffectInput<Kind>) => [step.saga.resourceId, step.saga.id, step.call()] as const

/** A restore that never began has nothing to take back: without the kept state, the volume was not touched. */
async function bringBack(step: EffectInput<Kind>): Promise<void> {
  const seen = await step.driver.observeSnapshot(...kept(step))
  if (!seen.exists) throw new DriverError('not_found', { params: { resource: step.saga.id } })
  await step.driver.restoreSnapshot(...kept(step))
}

export const restoreSnapshotSaga: SagaDefinition<Kind> = {
  kind: 'restore_snapshot',
  steps: [
    {
      type: 'effect',
      name: 'keep_state',
      run: (step) => undoneBy(step.driver.takeSnapshot(...kept(step))),
      undo: (step) => undoneBy(step.driver.deleteSnapshot(...kept(step))),
    },
    {
      type: 'effect',
      name: 'restore_snapshot',
      async run(step) {
        const { resourceId, input } = step.saga
        await step.driver.restoreSnapshot(resourceId, input.snapshotId, step.call())
        return observeVolume(step, volumeOf(step.saga))
      },
      undo: (step) => undoneBy(bringBack(step)),
    },
    {
      type: 'effect',
      name: 'drop_state',
      run: (step) => undoneBy(step.driver.deleteSnapshot(...kept(step))),
      undo: 'forward_only',
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const volume = await changeVolumeState(tx, ctx, volumeOf(saga), {
          from: ['restoring'],
          to: 'available',
          effectiveAt: observedAt(results, 'restore_snapshot'),
        })
        await recordAudit(tx, ctx, 'volume.snapshot_restored', {
          organisationId: volume.organisationId,
          kind: 'volume',
          id: volume.id,
          details: { snapshotId: saga.input.snapshotId },
        })
        return undefined
      },
    },
  ],
  recordUndone: ({ tx, ctx, saga }) =>
    recordVolumeBack(tx, ctx, volumeOf(saga), { from: 'restoring', to: 'available' }),
}
