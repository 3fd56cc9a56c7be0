/** Makes a free volume as large as another bundle's; its room was claimed before. A disk never shrinks again. */
import { recordAudit } from '~/lib/audit'
import { changeVolumeState, splitUsage } from '~/lib/compute'
import { resizePoolClaim } from '~/lib/inventory'
import { invariant } from '~/lib/kernel/errors'
import type { SagaDefinition } from '../engine/definition'
import { recordVolumeBack } from './ends'
import { observedAt, observeVolume, volumeOf } from './outside'

export const growVolumeSaga: SagaDefinition<'grow_volume'> = {
  kind: 'grow_volume',
  steps: [
    {
      type: 'effect',
      name: 'grow',
      async run(step) {
        await step.driver.growVolume(step.saga.resourceId, step.saga.input.sizeGib, step.call())
        return observeVolume(step, volumeOf(step.saga))
      },
      undo: 'forward_only',
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const at = observedAt(results, 'grow')
        const { bundleId, sizeGib, fromGib } = saga.input
        const volume = await changeVolumeState(tx, ctx, volumeOf(saga), {
          from: ['growing'],
          to: 'available',
          effectiveAt: at,
          set: { bundleId, sizeGib },
        })
        await splitUsage(tx, { resource: volume, meters: ['volume'], at, recordedAt: ctx.now })
        await recordAudit(tx, ctx, 'volume.grown', {
          organisationId: volume.organisationId,
          kind: 'volume',
          id: volume.id,
          details: { fromGib, sizeGib },
        })
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga }) {
    await recordVolumeBack(tx, ctx, volumeOf(saga), { from: 'growing', to: 'available' })
    const answer = await resizePoolClaim(tx, saga.resourceId, saga.input.fromGib)
    invariant(answer === 'resized', `${saga.resourceId} has a live claim`)
  },
}
