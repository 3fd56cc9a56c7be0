/** Creates a separate volume: afterwards it exists, is claimed and billed, or nothing is left. */
import type { SagaDefinition } from '~/lib/sagas'
import { recordVolumeFailed } from '../sagas/ends'
import { readVolumeSpec } from '../sagas/facts'
import { observeVolume, removeOwnObject, volumeOf } from '../sagas/outside'
import { volumeFinish } from './volume-finish'

export const createVolumeSaga: SagaDefinition<'create_volume'> = {
  kind: 'create_volume',
  steps: [
    {
      type: 'effect',
      name: 'create_volume',
      async run(step) {
        const spec = await step.read((tx) => readVolumeSpec(tx, volumeOf(step.saga)))
        await step.driver.createVolume(spec, step.call())
        return observeVolume(step, volumeOf(step.saga))
      },
      undo: (step) => removeOwnObject(() => step.driver.deleteVolume(step.saga.resourceId, step.call())),
    },
    volumeFinish('create_volume'),
  ],
  recordUndone: ({ tx, ctx, saga, failure }) => recordVolumeFailed(tx, ctx, volumeOf(saga), failure),
}
