import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { tagsField } from '~/lib/kernel/text/tags'
import { filter, resourceName, sortOf } from '../common/fields'
import { listedVolumeStates } from '../common/states'

export const volumeIdInput = z.strictObject({ volumeId: idField('volume') })

export const volumeIdParameter = z.strictObject({ id: idField('volume') })

export const renameVolumeInput = volumeIdInput.extend({ name: resourceName })

export const tagVolumeInput = volumeIdInput.extend({ tags: tagsField })

export const protectVolumeInput = volumeIdInput.extend({ isProtected: z.boolean() })

export const volumeSorts = ['name', 'state', 'zone', 'size', 'created'] as const

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

export type ListVolumesInput = z.output<typeof listVolumesInput>
