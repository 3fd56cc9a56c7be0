/**
 * Makes an image of a server's disk; afterwards it stands, is claimed and billed, or nothing is left of it. Without a
 * snapshot of the customer's, one of the saga's own keeps the disk as it was while the image is made of it, and the
 * server may start meanwhile.
 */
import { recordAudit } from '~/lib/audit'
import type { ImageSpec } from '~/lib/hypervisors'
import { DriverError } from '~/lib/hypervisors'
import { invariant } from '~/lib/kernel/errors'
import { endAllocation, postAllocation } from '~/lib/placement'
import type { EffectInput, SagaDefinition } from '~/lib/sagas'
import { openUsage } from '~/lib/usage'
import { readZoneCode } from '../sagas/facts'
import { imageOf, observedAt, removeOurs, undoneBy } from '../sagas/outside'
import { changeImageState, readImage } from './images/change-image-state'

type Kind = 'create_image'

/** A disk is written out whole: one call does not wait for its end, the next finds it. */
const patience = 60

const ofDiskAsItIs = (input: { snapshotId: string | null }) => input.snapshotId === null
/** Named from the saga's id, which is no snapshot's of the customer. */
const keptState = ({ saga, call }: EffectInput<Kind>) => [saga.input.instanceId, saga.id, call()] as const

async function readSpec(step: EffectInput<Kind>): Promise<ImageSpec> {
  return step.read(async (tx) => {
    const { id, organisationId, name, zoneId } = await readImage(tx, imageOf(step.saga))
    return { resourceId: id, organisationId, name, zoneCode: await readZoneCode(tx, zoneId) }
  })
}

export const createImageSaga: SagaDefinition<Kind> = {
  kind: 'create_image',
  steps: [
    {
      type: 'effect',
      name: 'keep_state',
      applies: ofDiskAsItIs,
      run: (step) => undoneBy(step.driver.takeInstanceSnapshot(...keptState(step))),
      undo: (step) => removeOurs(() => step.driver.deleteInstanceSnapshot(...keptState(step))),
    },
    {
      type: 'effect',
      name: 'create_image',
      attemptsMax: patience,
      async run(step) {
        const { instanceId, snapshotId } = step.saga.input
        const source = { instanceId, snapshotId: snapshotId ?? step.saga.id }
        await step.driver.createImage(await readSpec(step), source, step.call())
        const seen = await step.driver.observeImage(step.saga.resourceId, step.call())
        if (!seen.exists) throw new DriverError('not_found', { params: { resource: step.saga.resourceId } })
        return { observedAt: seen.observedAt.toISOString(), madeAt: seen.madeAt.toISOString() }
      },
      undo: (step) => removeOurs(() => step.driver.deleteImage(step.saga.resourceId, step.call())),
    },
    {
      type: 'effect',
      name: 'drop_state',
      applies: ofDiskAsItIs,
      run: (step) => removeOurs(() => step.driver.deleteInstanceSnapshot(...keptState(step))),
      undo: 'nothing',
    },
    {
      type: 'record',
      name: 'finish',
      whenRefused: 'park',
      undo: 'nothing',
      async record({ tx, ctx, saga, results }) {
        const at = observedAt(results, 'create_image')
        const madeAt = results.create_image?.madeAt
        invariant(typeof madeAt === 'string', 'an image was made at an instant')
        const image = await changeImageState(tx, ctx, imageOf(saga), {
          from: ['creating'],
          to: 'available',
          effectiveAt: at,
          set: { madeAt: new Date(madeAt) },
        })
        await postAllocation(tx, image.id, ctx.now)
        await openUsage(tx, { resource: image, meters: ['disk_snapshot'], at, recordedAt: ctx.now })
        await recordAudit(tx, ctx, 'image.made', {
          organisationId: image.organisationId,
          kind: 'image',
          id: image.id,
          details: { name: image.name },
        })
        return undefined
      },
    },
  ],
  async recordUndone({ tx, ctx, saga, failure }) {
    const image = await changeImageState(tx, ctx, imageOf(saga), {
      from: ['creating'],
      to: 'failed',
      effectiveAt: ctx.now,
      set: { failureCode: failure.code, failureText: failure.text },
    })
    await endAllocation(tx, image.id, 'voided', ctx.now)
    await recordAudit(tx, ctx, 'image.failed', {
      organisationId: image.organisationId,
      kind: 'image',
      id: image.id,
      details: { name: image.name, code: failure.code },
    })
  },
}
