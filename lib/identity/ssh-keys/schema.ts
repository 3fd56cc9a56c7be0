import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { lineField } from '../organisations/schema'

export const addSshKeyInput = z.strictObject({
  /** Absent: the key's comment is the name. */
  name: lineField(60).optional(),
  publicKey: z.string().min(1, 'required').max(10_000, 'too_long'),
})
export const removeSshKeyInput = z.strictObject({ sshKeyId: idField('sshKey') })
