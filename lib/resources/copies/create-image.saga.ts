/**
 * Makes an image of a server's disk. Without a snapshot by the customer, the saga takes one of its own to
 * freeze the disk while the image is made, so that the server may start meanwhile.
 */
import type { ImageSpec } from '~/lib/hypervisors'
import { DriverError } from '~/lib/hypervisors'
import type { EffectInput } from '~/lib/sagas'
import { readZoneCode } from '../sagas/facts'
import { copyOf, removeOwnObject, takenAtOf, undoWithoutFacts } from '../sagas/outside'
import { readCopy } from './change-copy-state'
import { defineCopySaga } from './make-copy.saga'

type Kind = 'create_image'

/** Writing out a whole disk outlasts one call; a repeated call finds the running export. */
const patience = 60

const ofDiskAsItIs = (input: { snapshotId: string | null }) => input.snapshotId === null
/** Named after the saga's id, so that it differs from every snapshot by a customer. */
const keptState = ({ saga, call }: EffectInput<Kind>) => [saga.input.instanceId, saga.id, call()] as const

async function readSpec(step: EffectInput<Kind>): Promise<ImageSpec> {
  return step.read(async (tx) => {
    const { id, organisationId, name, zoneId, sizeGib } = await readCopy(
      tx,
      'image',
      copyOf<'image'>(step.saga),
    )
    return { resourceId: id, organisationId, name, sizeGib, zoneCode: await readZoneCode(tx, zoneId) }
  })
}

export const createImageSaga = defineCopySaga('image', {
  saga: 'create_image',
  effects: [
    {
      type: 'effect',
      name: 'keep_state',
      applies: ofDiskAsItIs,
      run: (step) => undoWithoutFacts(step.driver.takeInstanceSnapshot(...keptState(step))),
      undo: (step) => removeOwnObject(() => step.driver.deleteInstanceSnapshot(...keptState(step))),
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
      undo: (step) => removeOwnObject(() => step.driver.deleteImage(step.saga.resourceId, step.call())),
    },
    {
      type: 'effect',
      name: 'drop_state',
      applies: ofDiskAsItIs,
      run: (step) => removeOwnObject(() => step.driver.deleteInstanceSnapshot(...keptState(step))),
      undo: 'nothing',
    },
  ],
  seenBy: 'create_image',
  takenAt: async ({ results }) => takenAtOf(results, 'create_image', 'madeAt'),
})
