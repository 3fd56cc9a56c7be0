import { z } from 'zod'
import { memberRoles } from '~/lib/kernel/op-context'
import { organisationKinds } from '../organisations/kinds'
import { identifierField, paragraphField } from '../organisations/schema'

const memberId = z.string().regex(/^mem_[0-9a-z]{26}$/)
const joinRequestId = z.string().regex(/^joi_[0-9a-z]{26}$/)
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
