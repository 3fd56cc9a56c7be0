import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { projectRoles } from '~/lib/kernel/op-context'
import { paragraphField } from '../organisations/schema'
import { projectIdField } from '../projects/schema'

export const setProjectRolesInput = z.strictObject({
  memberId: idField('member'),
  /** Every project in which the member has a role; in the others it has none. */
  roles: z
    .array(z.strictObject({ projectId: projectIdField, role: z.enum(projectRoles) }))
    .max(50)
    .refine(
      (roles) => new Set(roles.map(({ projectId }) => projectId)).size === roles.length,
      'same_project',
    ),
})

export const allowSelfApprovalInput = z.strictObject({ reason: paragraphField(500) })
export const forbidSelfApprovalInput = z.strictObject({ isAllowed: z.literal(false) })
