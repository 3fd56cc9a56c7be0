/** Makes a volume of its own; afterwards it stands, is claimed and billed, or nothing is left of it. */
import { recordAudit } from '~/lib/audit'
import { changeVolumeState, openUsage } from '~/lib/compute'
import { postAllocation } from '~/lib/inventory'
import type { SagaDefinition } from '../engine/definition'
import { askSettlement, recordVolumeFailed } from './ends'
import { readVolumeSpec } from './facts'
import { observedAt, observeVolume, removeOurs, volumeOf } from './outside'

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
      undo: (step) => removeOurs(() => step.driver.deleteVolume(step.saga.resourceId, step.call())),
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const at = observedAt(results, 'create_volume')
        const volume = await changeVolumeState(tx, ctx, volumeOf(saga), {
          from: ['creating'],
          to: 'available',
          effectiveAt: at,
        })
        await postAllocation(tx, volume.id, ctx.now)
        await openUsage(tx, { resource: volume, meters: ['volume'], at, recordedAt: ctx.now })
        await recordAudit(tx, ctx, 'volume.provisioned', {
          organisationId: volume.organisationId,
          kind: 'volume',
          id: volume.id,
        })
        await askSettlement(tx, volume)
        return undefined
      },
    },
  ],
  recordUndone: ({ tx, ctx, saga, failure }) => recordVolumeFailed(tx, ctx, volumeOf(saga), failure),
}
