import { z } from 'zod'
import { type Id, isId } from '~/lib/kernel/ids'
import { staffRoles } from '~/lib/kernel/op-context'
import { emailField } from '../credentials/schema'
import { paragraphField, personNameField } from '../organisations/schema'

const staffId = z.string().refine((text): text is Id<'staff'> => isId('staff', text), 'id')
const roles = z.array(z.enum(staffRoles)).min(1, 'required').max(staffRoles.length)

export const staffInput = z.strictObject({ staffId })
export const disableStaffInput = z.strictObject({ staffId, reason: paragraphField(300) })
export const changeStaffRolesInput = z.strictObject({ staffId, roles })
export const resetStaffAccessInput = z.strictObject({ email: emailField })
export const createStaffInput = z.strictObject({
  email: emailField,
  fullName: personNameField,
  roles,
})
