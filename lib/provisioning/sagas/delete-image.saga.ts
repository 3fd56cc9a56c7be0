/** Deletes an image of an organisation's own: it is gone, no longer billed, and its claim is free. */
import { recordAudit } from '~/lib/audit'
import { changeImageState, closeUsage } from '~/lib/compute'
import { endAllocation } from '~/lib/inventory'
import type { SagaDefinition } from '../engine/definition'
import { imageOf, observedAt, removeOurs } from './outside'

export const deleteImageSaga: SagaDefinition<'delete_image'> = {
  kind: 'delete_image',
  steps: [
    {
      type: 'effect',
      name: 'delete_image',
      async run(step) {
        await removeOurs(() => step.driver.deleteImage(step.saga.resourceId, step.call()))
        return { observedAt: step.now().toISOString() }
      },
      undo: 'forward_only',
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const at = observedAt(results, 'delete_image')
        const image = await changeImageState(tx, ctx, imageOf(saga), {
          from: ['deleting'],
          to: 'deleted',
          effectiveAt: at,
        })
        await closeUsage(tx, image.id, 'all', at, ctx.now)
        await endAllocation(tx, image.id, 'released', ctx.now)
        await recordAudit(tx, ctx, 'image.deleted', {
          organisationId: image.organisationId,
          kind: 'image',
          id: image.id,
          details: { name: image.name },
        })
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga }) {
    await changeImageState(tx, ctx, imageOf(saga), {
      from: ['deleting'],
      to: 'available',
      effectiveAt: ctx.now,
    })
  },
}
