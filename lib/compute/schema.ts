import { z } from 'zod'
import { type Id, type IdKind, isId } from '~/lib/kernel/ids'
import { tagsField } from '~/lib/kernel/tags'
import { metricRanges } from './metrics/ranges'
import { listedInstanceStates, listedVolumeStates } from './states'

const idOf = <K extends IdKind>(kind: K) => z.custom<Id<K>>((value) => isId(kind, value), 'id')

export const instanceIdInput = z.strictObject({ instanceId: idOf('instance') })
/** As the person saw it, in cents: what leaving a commitment costs. */
const acceptedCents = z.string().regex(/^\d{1,12}$/)
export const chooseRenewalInput = z.strictObject({
  commitmentId: idOf('commitment'),
  renewal: z.enum(['renew', 'hourly', 'silent']),
})
export const leaveCommitmentInput = z.strictObject({ commitmentId: idOf('commitment'), acceptedCents })
export type ChooseRenewalInput = z.output<typeof chooseRenewalInput>
export type LeaveCommitmentInput = z.output<typeof leaveCommitmentInput>
export const volumeIdInput = z.strictObject({ volumeId: idOf('volume') })
export const backupIdInput = z.strictObject({ backupId: idOf('backup') })
export const imageIdInput = z.strictObject({ imageId: idOf('privateImage') })
export const snapshotIdInput = z.strictObject({ snapshotId: idOf('snapshot') })
/** As a path names them. */
export const instanceIdParameter = z.strictObject({ id: idOf('instance') })
/** A range that is not known is the last hour: addresses are edited by people. */
const range = z.enum(metricRanges).catch('hour').default('hour')
export const instanceMetricsInput = instanceIdParameter.extend({ range })
export const hostMetricsInput = z.strictObject({ host: idOf('host'), range })
export type InstanceMetricsInput = z.output<typeof instanceMetricsInput>
export type HostMetricsInput = z.output<typeof hostMetricsInput>
export const volumeIdParameter = z.strictObject({ id: idOf('volume') })

/** A host name label: what the name becomes inside the server and on its network. */
export const resourceName = z
  .string()
  .trim()
  .min(2)
  .max(63)
  .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, 'resource_name')

export const takeInstanceSnapshotInput = instanceIdInput.extend({ name: resourceName })

/** Made of the server's disk as it is, or of one of its snapshots. */
export const makeImageInput = instanceIdInput.extend({
  snapshotId: idOf('snapshot').nullable(),
  name: resourceName,
})

/** Made of the volume as it is, or of one of its snapshots; kept in this zone, on a pool of this class. */
/** Where backups are kept. */
export const backupPlaceFields = {
  zoneId: idOf('zone'),
  volumeClass: z.enum(['fast', 'standard', 'archive']),
}

export const makeBackupInput = volumeIdInput.extend({
  snapshotId: idOf('snapshot').nullable(),
  ...backupPlaceFields,
  name: resourceName,
})

/** A snapshot is named like a resource. */
export const takeSnapshotInput = volumeIdInput.extend({ name: resourceName })

export const renameInstanceInput = instanceIdInput.extend({ name: resourceName })
export const tagInstanceInput = instanceIdInput.extend({ tags: tagsField })
export const protectInstanceInput = instanceIdInput.extend({ isProtected: z.boolean() })
export const renameVolumeInput = volumeIdInput.extend({ name: resourceName })
export const tagVolumeInput = volumeIdInput.extend({ tags: tagsField })
export const protectVolumeInput = volumeIdInput.extend({ isProtected: z.boolean() })

export const instanceSorts = ['name', 'state', 'zone', 'bundle', 'created'] as const
export const volumeSorts = ['name', 'state', 'zone', 'size', 'created'] as const

// Filters come from addresses that people edit and share: an unknown value means « no filter », not an error.
const filter = z.string().trim().min(1).max(100).optional().catch(undefined)
const sortOf = <S extends string>(sorts: readonly [S, ...S[]], initial: S) => ({
  sort: z.enum(sorts).catch(initial).default(initial),
  direction: z.enum(['asc', 'desc']).catch('asc').default('asc'),
  page: z.coerce.number().int().min(1).max(100_000).catch(1).default(1),
})

export const listInstancesInput = z.strictObject({
  state: z
    .enum(listedInstanceStates as [(typeof listedInstanceStates)[number]])
    .optional()
    .catch(undefined),
  zone: filter,
  project: filter,
  tag: filter,
  q: filter,
  ...sortOf(instanceSorts, 'name'),
})

export const listVolumesInput = z.strictObject({
  state: z
    .enum(listedVolumeStates as [(typeof listedVolumeStates)[number]])
    .optional()
    .catch(undefined),
  zone: filter,
  project: filter,
  tag: filter,
  q: filter,
  ...sortOf(volumeSorts, 'name'),
})

export type ListInstancesInput = z.output<typeof listInstancesInput>
export type ListVolumesInput = z.output<typeof listVolumesInput>

export { makeMeteringKeyInput, meteringKeyInput } from './traffic/schema'
