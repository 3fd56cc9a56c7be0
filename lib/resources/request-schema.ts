import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { instanceIdInput } from './servers/schema'
import { volumeIdInput } from './volumes/schema'

const bundleId = idField('bundle')
const maxTogether = 50

export const resizeInstanceInput = instanceIdInput.extend({ bundleId })
export const growVolumeInput = volumeIdInput.extend({ bundleId })
/** The price for ending a commitment early, in cents, as shown to the person. */
const acceptedExitCents = z
  .string()
  .regex(/^\d{1,12}$/)
  .optional()
export const deleteInstanceInput = instanceIdInput.extend({ detachVolumes: z.boolean(), acceptedExitCents })
export const deleteVolumeInput = volumeIdInput.extend({ acceptedExitCents })
export const volumeOnInstanceInput = volumeIdInput.extend(instanceIdInput.shape)
export const operateInstancesInput = z.strictObject({
  verb: z.enum(['start', 'stop']),
  instanceIds: z.array(instanceIdInput.shape.instanceId).min(1).max(maxTogether),
})
