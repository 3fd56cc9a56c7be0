'use server'
import { defineAction } from '~/app/_server/define-action'
import {
  acceptJoinRequest,
  changeMemberRole,
  inviteMember,
  refuseJoinRequest,
  removeMember,
  resendInvitation,
  setProjectRoles,
  withdrawInvitation,
} from '~/lib/identity'
import {
  acceptJoinRequestInput,
  changeMemberRoleInput,
  inviteInput,
  refuseJoinRequestInput,
  removeMemberInput,
  resendInvitationInput,
  setProjectRolesInput,
  withdrawInvitationInput,
} from '~/lib/identity/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const changeMemberRoleAction = defineAction(
  { ...organisation, schema: changeMemberRoleInput, refresh: true },
  changeMemberRole,
)

export const setProjectRolesAction = defineAction(
  { ...organisation, schema: setProjectRolesInput, refresh: true },
  setProjectRoles,
)

export const removeMemberAction = defineAction(
  { ...organisation, schema: removeMemberInput, refresh: true },
  removeMember,
)

export const acceptJoinRequestAction = defineAction(
  { ...organisation, schema: acceptJoinRequestInput, refresh: true },
  acceptJoinRequest,
)

export const refuseJoinRequestAction = defineAction(
  { ...organisation, schema: refuseJoinRequestInput, refresh: true },
  refuseJoinRequest,
)

export const inviteMemberAction = defineAction(
  { ...organisation, schema: inviteInput, refresh: true },
  inviteMember,
)

export const resendInvitationAction = defineAction(
  { ...organisation, schema: resendInvitationInput, refresh: true },
  resendInvitation,
)

export const withdrawInvitationAction = defineAction(
  { ...organisation, schema: withdrawInvitationInput, refresh: true },
  withdrawInvitation,
)
