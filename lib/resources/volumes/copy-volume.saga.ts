/** Makes an independent copy of a volume; if it fails, nothing is left. */
import type { SagaDefinition } from '~/lib/sagas'
import { recordVolumeFailed } from '../sagas/ends'
import { readVolumeSpec } from '../sagas/facts'
import { observeVolume, removeOwnObject, volumeOf } from '../sagas/outside'
import { volumeFinish } from './volume-finish'

export const copyVolumeSaga: SagaDefinition<'copy_volume'> = {
  kind: 'copy_volume',
  steps: [
    {
      type: 'effect',
      name: 'copy_volume',
      async run(step) {
        const spec = await step.read((tx) => readVolumeSpec(tx, volumeOf(step.saga)))
        await step.driver.copyVolume(spec, step.saga.input, step.call())
        return observeVolume(step, volumeOf(step.saga))
      },
      undo: (step) => removeOwnObject(() => step.driver.deleteVolume(step.saga.resourceId, step.call())),
    },
    volumeFinish('copy_volume'),
  ],
  recordUndone: ({ tx, ctx, saga, failure }) => recordVolumeFailed(tx, ctx, volumeOf(saga), failure),
}
