/**
 * Grows a volume to another bundle's size, attached or not; its space was claimed before. A disk never shrinks
 * again.
 */
import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { resizePoolClaim } from '~/lib/placement'
import type { SagaDefinition } from '~/lib/sagas'
import { repriceCommitment, splitUsage } from '~/lib/usage'
import { changeVolumeState } from '../common/change-state'
import { recordVolumeReverted } from '../sagas/ends'
import { readVolumeFacts } from '../sagas/facts'
import { observedAt, observeVolume, volumeOf } from '../sagas/outside'

/** An attached volume stays attached while it grows. */
async function readRest(tx: Tx, id: Id<'volume'>): Promise<'available' | 'attached'> {
  const { volume } = await readVolumeFacts(tx, id)
  return volume.attachedInstanceId === null ? 'available' : 'attached'
}

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
          to: await readRest(tx, volumeOf(saga)),
          effectiveAt: at,
          set: { bundleId, sizeGib },
        })
        await repriceCommitment(tx, volume, at)
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
    const to = await readRest(tx, volumeOf(saga))
    await recordVolumeReverted(tx, ctx, volumeOf(saga), { from: 'growing', to })
    const answer = await resizePoolClaim(tx, saga.resourceId, saga.input.fromGib)
    invariant(answer === 'resized', `${saga.resourceId} has a live claim`)
  },
}
