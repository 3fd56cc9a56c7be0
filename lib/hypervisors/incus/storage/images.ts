import { z } from 'zod'
import type { CallOptions, ImageObservation, ImageSource, ImageSpec, SurveyedImage } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import {
  copyTags,
  hypervisorName,
  isOurs,
  type Owner,
  ownerTags,
  readCopyTags,
  readOwner,
} from '../../port/names'
import type { Incus } from '../context'
import { cloudVariant, takesCloudConfig } from '../servers/cloud-init'
import { getOwnInstance } from '../servers/instance-record'
import { findInstanceSnapshot } from '../servers/instance-snapshots'
import { acceptIfAlreadyDone } from '../wire/accept-if-already-done'
import { run, waitForImages, waitForOperations } from '../wire/operations'
import { parseAnswer } from '../wire/parse-answer'

const imagesSchema = z.array(
  z.looseObject({
    fingerprint: z.string(),
    properties: z.record(z.string(), z.string()).nullish(),
    uploaded_at: z.string(),
  }),
)
type Image = { fingerprint: string; owner: Owner; madeAt: Date; properties: Record<string, string> }

/**
 * Creates the image. Incus identifies images by content, so ours are found by their properties; it lists an image only
 * when complete. Two calls at once may leave two images: the oldest is the image.
 */
export async function createImage(
  incus: Incus,
  spec: ImageSpec,
  source: ImageSource,
  { signal }: CallOptions,
): Promise<void> {
  await waitForImages(incus, signal)
  if ((await listOwn(incus, spec.resourceId, signal)).length > 0) return
  await waitForOperations(incus, hypervisorName(source.instanceId), signal)
  const { name, hasCloudInit } = await sourceOf(incus, source, signal)
  const json = {
    source: { type: 'snapshot', name },
    // Compression takes minutes of processor time, and the pool compresses where configured.
    compression_algorithm: 'none',
    public: false,
    properties: {
      ...ownerTags({ ...spec, installation: incus.installation }),
      ...copyTags({ copyOf: source.instanceId, sizeGib: spec.sizeGib }),
      ...(hasCloudInit ? cloudVariant : {}),
      description: spec.name,
    },
  }
  const isThere = async () => (await listOwn(incus, spec.resourceId, signal)).length > 0
  // Created meanwhile by another call, with identical bytes.
  await run(incus, 'POST', '/1.0/images', { signal, json }).catch((error: unknown) =>
    acceptIfAlreadyDone(error, 'conflict_not_ours', isThere),
  )
  if (!(await isThere()))
    throw new DriverError('operation_lost', { rawText: 'the image is absent after it was made' })
}

async function sourceOf(incus: Incus, { instanceId, snapshotId }: ImageSource, signal: AbortSignal) {
  const { record } = await getOwnInstance(incus, instanceId, signal)
  if (await findInstanceSnapshot(incus, instanceId, snapshotId, signal))
    return { name: `${record.name}/${hypervisorName(snapshotId)}`, hasCloudInit: takesCloudConfig(record) }
  throw new DriverError('not_found', { params: { resourceId: snapshotId } })
}

export async function deleteImage(incus: Incus, resourceId: string, { signal }: CallOptions): Promise<void> {
  await waitForImages(incus, signal)
  for (const { fingerprint } of await listOwn(incus, resourceId, signal)) {
    await run(incus, 'DELETE', `/1.0/images/${fingerprint}`, { signal }).catch((error: unknown) =>
      acceptIfAlreadyDone(error, ['not_found', 'image_missing'], async () => {
        const left = await listOwn(incus, resourceId, signal)
        return left.every((each) => each.fingerprint !== fingerprint)
      }),
    )
  }
}

export async function observeImage(
  incus: Incus,
  resourceId: string,
  { signal }: CallOptions,
): Promise<ImageObservation> {
  const [image] = await listOwn(incus, resourceId, signal)
  const observedAt = incus.now()
  return image ? { exists: true, madeAt: image.madeAt, observedAt } : { exists: false, observedAt }
}

/**
 * Returns the fingerprint of the image that a server of this organisation starts from. Images of all projects share
 * this Incus, so ownership is checked here again.
 */
export async function findFingerprint(
  incus: Incus,
  imageId: string,
  organisationId: string,
  signal: AbortSignal,
): Promise<string> {
  const [image] = await listOwn(incus, imageId, signal)
  if (!image) throw new DriverError('image_missing', { params: { resourceId: imageId } })
  if (image.owner.organisationId === organisationId) return image.fingerprint
  throw new DriverError('conflict_not_ours', {
    rawText: 'the image is another organisation’s',
    params: { resourceId: imageId },
  })
}

/** Images of all projects share this Incus, which is the whole zone. */
export async function surveyImages(incus: Incus, { signal }: CallOptions): Promise<SurveyedImage[]> {
  const byId = new Map<string, SurveyedImage>()
  for (const { owner, madeAt, properties } of oldestFirst(await listTagged(incus, signal))) {
    const { resourceId: imageId, organisationId, installation } = owner
    if (installation !== incus.installation || byId.has(imageId)) continue
    const { copyOf, sizeGib } = readCopyTags(properties)
    const label = properties.description ?? null
    byId.set(imageId, { imageId, organisationId, label, createdAt: madeAt, copyOf, sizeGib })
  }
  return [...byId.values()]
}

/** Oldest first. */
async function listOwn(incus: Incus, resourceId: string, signal: AbortSignal): Promise<Image[]> {
  return oldestFirst(
    (await listTagged(incus, signal)).filter(({ owner }) => isOurs(owner, resourceId, incus.installation)),
  )
}

const oldestFirst = (images: readonly Image[]) =>
  [...images].sort((a, b) => a.madeAt.getTime() - b.madeAt.getTime())

async function listTagged(incus: Incus, signal: AbortSignal): Promise<Image[]> {
  const path = incus.path('/1.0/images', { recursion: '1' })
  const { metadata } = await incus.http.request('GET', path, { signal })
  return parseAnswer(imagesSchema, metadata, 'a list of images').flatMap(
    ({ fingerprint, properties, uploaded_at }) => {
      const owner = readOwner(properties ?? {})
      return owner && properties ? [{ fingerprint, owner, madeAt: new Date(uploaded_at), properties }] : []
    },
  )
}
