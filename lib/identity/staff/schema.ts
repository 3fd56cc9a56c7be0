import { z } from 'zod'
import { staffRoles } from '~/lib/kernel/op-context'
import { emailField } from '../credentials/schema'

export const createStaffInput = z.strictObject({
  email: emailField,
  fullName: z.string().trim().min(2).max(120),
  roles: z.array(z.enum(staffRoles)).min(1),
})
