import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { tagsField } from '~/lib/kernel/text/tags'
import { filter, resourceName, sortOf } from '../common/fields'
import { listedInstanceStates } from '../common/states'

export const instanceIdInput = z.strictObject({ instanceId: idField('instance') })

/** As in paths. */
export const instanceIdParameter = z.strictObject({ id: idField('instance') })

export const renameInstanceInput = instanceIdInput.extend({ name: resourceName })

export const tagInstanceInput = instanceIdInput.extend({ tags: tagsField })

export const protectInstanceInput = instanceIdInput.extend({ isProtected: z.boolean() })

export const instanceSorts = ['name', 'state', 'zone', 'bundle', 'created'] as const

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

export type ListInstancesInput = z.output<typeof listInstancesInput>
