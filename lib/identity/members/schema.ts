import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { memberRoles } from '~/lib/kernel/op-context'
import { organisationKinds } from '../organisations/kinds'
import { identifierField, paragraphField } from '../organisations/schema'

const memberId = idField('member')
const joinRequestId = idField('joinRequest')
const role = z.enum(memberRoles)

export const changeMemberRoleInput = z.strictObject({ memberId, role })
export const removeMemberInput = z.strictObject({ memberId })
export const acceptJoinRequestInput = z.strictObject({ joinRequestId, role })
export const refuseJoinRequestInput = z.strictObject({ joinRequestId })
export const askToJoinInput = z.strictObject({
  kind: z.enum(organisationKinds),
  identifier: identifierField,
  message: paragraphField(1000, 0).optional(),
})
