import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { SurveyedImage } from '../port/driver'
import type { Drift } from './find-drifts'

/** `isBusy`: it is being created or deleted, or its row changed during the comparison. */
export type ExpectedImage = {
  id: string
  organisationId: string
  name: string
  state: SnapshotState
  isBusy: boolean
  /** Two people declared it lost. */
  isGivenUp?: boolean
}

/** Finds images of organisations that a hypervisor has and should not have, or should have and does not. Pure. */
export function findImageDrifts(
  expected: readonly ExpectedImage[],
  found: readonly SurveyedImage[],
): Drift[] {
  const rows = new Map(expected.map((row) => [row.id, row]))
  const seen = new Set(found.map(({ imageId }) => imageId))
  const missing = expected
    .filter(({ id, state, isBusy }) => state === 'available' && !isBusy && !seen.has(id))
    .map(
      ({ id, organisationId, name }): Drift => ({
        kind: 'image_missing',
        subject: id,
        organisationId,
        details: { expected: name },
        remedy: { do: 'nothing' },
      }),
    )
  const unknown = found
    .filter(({ imageId }) => {
      const row = rows.get(imageId)
      return row === undefined || (!row.isBusy && (row.state === 'deleted' || row.state === 'failed'))
    })
    .map(({ imageId, organisationId, label, createdAt, copyOf, sizeGib }): Drift => {
      const row = rows.get(imageId)
      return {
        kind: 'image_unknown',
        subject: imageId,
        organisationId,
        details: {
          name: row?.name ?? imageId,
          createdAt: createdAt.toISOString(),
          ...(label && { label }),
          ...(copyOf && { copyOf }),
          ...(sizeGib && { size: `${sizeGib} GiB` }),
        },
        // Only a row in state `deleted` that was not declared lost explains the remains of an image.
        remedy: { do: row?.state === 'deleted' && !row.isGivenUp ? 'delete' : 'quarantine', kind: 'image' },
      }
    })
  return [...missing, ...unknown]
}
