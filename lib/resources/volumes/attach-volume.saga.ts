/** Attaches a volume to a server of its zone; undone, it is available again. */

import type { SagaDefinition } from '~/lib/sagas'
import { changeVolumeState } from '../common/change-state'
import { recordVolumeReverted } from '../sagas/ends'
import { observedAt, observeVolume, undoWithoutFacts, volumeOf } from '../sagas/outside'

export const attachVolumeSaga: SagaDefinition<'attach_volume'> = {
  kind: 'attach_volume',
  steps: [
    {
      type: 'effect',
      name: 'attach',
      async run(step) {
        await step.driver.attachVolume(step.saga.input.instanceId, step.saga.resourceId, step.call())
        return observeVolume(step, volumeOf(step.saga))
      },
      undo: (step) =>
        undoWithoutFacts(
          step.driver.detachVolume(step.saga.input.instanceId, step.saga.resourceId, step.call()),
        ),
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        await changeVolumeState(tx, ctx, volumeOf(saga), {
          from: ['attaching'],
          to: 'attached',
          effectiveAt: observedAt(results, 'attach'),
          set: { attachedInstanceId: saga.input.instanceId },
        })
        return undefined
      },
    },
  ],
  recordUndone: ({ tx, ctx, saga }) =>
    recordVolumeReverted(tx, ctx, volumeOf(saga), { from: 'attaching', to: 'available' }),
}
