import type { SimulatorTx } from '~/db/simulator-client'
import type { CallOptions, ImageObservation, ImageSource, ImageSpec, SurveyedImage } from '../port/driver'
import { DriverError, deadlineError } from '../port/driver-error'
import { hypervisorName } from '../port/names'
import { read, strike } from './observe'
import { assertOwn, getOwnInstance, imageSubject } from './own-objects'
import { performChange, refuseIfStruck } from './perform-change'
import { findImage, findSnapshot, insertImage, listImagesOfZone } from './queries/index'
import { imageTarget, instanceTarget, type Simulator, transact } from './simulator'

export function createImage(
  simulator: Simulator,
  spec: ImageSpec,
  source: ImageSource,
  { signal }: CallOptions,
): Promise<void> {
  const name = hypervisorName(spec.resourceId)
  const { resourceId, organisationId, zoneCode } = spec
  return performChange(
    simulator,
    {
      operation: 'createImage',
      targets: [imageTarget(name), instanceTarget(hypervisorName(source.instanceId))],
      subject: async () => imageSubject(resourceId, { label: spec.name, zoneCode }),
      async decide(tx, _pace, struck) {
        const existing = await findImage(tx, name)
        if (existing) {
          assertOwn(simulator, resourceId, existing)
          return 'done'
        }
        const content = await readSource(tx, simulator, source)
        refuseIfStruck(struck)
        const owner = { resourceId, organisationId, installation: simulator.installation }
        const createdAt = simulator.now()
        const made = { label: spec.name, sizeGib: spec.sizeGib, copyOf: source.instanceId, createdAt }
        await insertImage(tx, { name, ...owner, ...made, zoneCode, content })
        return { action: 'create' }
      },
    },
    signal,
  )
}

async function readSource(tx: SimulatorTx, simulator: Simulator, source: ImageSource): Promise<string> {
  const instance = await getOwnInstance(tx, simulator, source.instanceId)
  const kept = await findSnapshot(tx, { volumeName: instance.name, name: hypervisorName(source.snapshotId) })
  if (kept) return kept.content
  throw new DriverError('not_found', {
    rawText: 'Snapshot not found',
    params: { resourceId: source.snapshotId },
  })
}

export function deleteImage(
  simulator: Simulator,
  resourceId: string,
  { signal }: CallOptions,
): Promise<void> {
  const name = hypervisorName(resourceId)
  return performChange(
    simulator,
    {
      operation: 'deleteImage',
      targets: [imageTarget(name)],
      subject: async (tx) => imageSubject(resourceId, await findImage(tx, name)),
      async decide(tx, _pace, struck) {
        const image = await findImage(tx, name)
        if (!image) return 'done'
        assertOwn(simulator, resourceId, image)
        refuseIfStruck(struck)
        return { action: 'delete' }
      },
    },
    signal,
  )
}

export function observeImage(
  simulator: Simulator,
  resourceId: string,
  options: CallOptions,
): Promise<ImageObservation> {
  const name = hypervisorName(resourceId)
  return read(simulator, imageTarget(name), options, async (tx, running): Promise<ImageObservation> => {
    const image = await findImage(tx, name)
    await strike(tx, 'observeImage', imageSubject(resourceId, image))
    const observedAt = simulator.now()
    // An image still being created does not exist yet.
    if (!image || running?.change.action === 'create') return { exists: false, observedAt }
    return { exists: true, madeAt: image.createdAt, observedAt }
  })
}

/** Excludes images still being created. */
export async function surveyImages(
  simulator: Simulator,
  zoneCode: string,
  { signal }: CallOptions,
): Promise<SurveyedImage[]> {
  if (signal.aborted) throw deadlineError(signal)
  const rows = await transact(simulator, (tx) => listImagesOfZone(tx, zoneCode, simulator.installation))
  const found: SurveyedImage[] = []
  for (const { name, resourceId, organisationId, label, createdAt, copyOf, sizeGib } of rows) {
    if (resourceId === null || organisationId === null) continue
    const isWhole = await read(
      simulator,
      imageTarget(name),
      { signal },
      async (tx, running) => running?.change.action !== 'create' && (await findImage(tx, name)) !== null,
    )
    if (isWhole) found.push({ imageId: resourceId, organisationId, label, createdAt, copyOf, sizeGib })
  }
  return found
}
