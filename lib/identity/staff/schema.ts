import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { staffRoles } from '~/lib/kernel/op-context'
import { emailField } from '../credentials/schema'
import { paragraphField, personNameField } from '../organisations/schema'

const staffId = idField('staff')
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
