/** Detaches a volume from its server; undone, it is attached again. Its data remains and is billed. */

import type { SagaDefinition } from '~/lib/sagas'
import { changeVolumeState } from '../common/change-state'
import { recordVolumeReverted } from '../sagas/ends'
import { observedAt, observeVolume, undoWithoutFacts, volumeOf } from '../sagas/outside'

export const detachVolumeSaga: SagaDefinition<'detach_volume'> = {
  kind: 'detach_volume',
  steps: [
    {
      type: 'effect',
      name: 'detach',
      async run(step) {
        await step.driver.detachVolume(step.saga.input.instanceId, step.saga.resourceId, step.call())
        return observeVolume(step, volumeOf(step.saga))
      },
      undo: (step) =>
        undoWithoutFacts(
          step.driver.attachVolume(step.saga.input.instanceId, step.saga.resourceId, step.call()),
        ),
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        await changeVolumeState(tx, ctx, volumeOf(saga), {
          from: ['detaching'],
          to: 'available',
          effectiveAt: observedAt(results, 'detach'),
          set: { attachedInstanceId: null },
        })
        return undefined
      },
    },
  ],
  recordUndone: ({ tx, ctx, saga }) =>
    recordVolumeReverted(tx, ctx, volumeOf(saga), { from: 'detaching', to: 'attached' }),
}
