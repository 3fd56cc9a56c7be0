'use server'
import { refresh } from 'next/cache'
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
  { ...organisation, schema: changeMemberRoleInput },
  async (ctx, input) => {
    await changeMemberRole(ctx, input)
    refresh()
  },
)

export const setProjectRolesAction = defineAction(
  { ...organisation, schema: setProjectRolesInput },
  async (ctx, input) => {
    await setProjectRoles(ctx, input)
    refresh()
  },
)

export const removeMemberAction = defineAction(
  { ...organisation, schema: removeMemberInput },
  async (ctx, input) => {
    await removeMember(ctx, input)
    refresh()
  },
)

export const acceptJoinRequestAction = defineAction(
  { ...organisation, schema: acceptJoinRequestInput },
  async (ctx, input) => {
    await acceptJoinRequest(ctx, input)
    refresh()
  },
)

export const refuseJoinRequestAction = defineAction(
  { ...organisation, schema: refuseJoinRequestInput },
  async (ctx, input) => {
    await refuseJoinRequest(ctx, input)
    refresh()
  },
)

export const inviteMemberAction = defineAction(
  { ...organisation, schema: inviteInput },
  async (ctx, input) => {
    await inviteMember(ctx, input)
    refresh()
  },
)

export const resendInvitationAction = defineAction(
  { ...organisation, schema: resendInvitationInput },
  async (ctx, input) => {
    await resendInvitation(ctx, input)
    refresh()
  },
)

export const withdrawInvitationAction = defineAction(
  { ...organisation, schema: withdrawInvitationInput },
  async (ctx, input) => {
    await withdrawInvitation(ctx, input)
    refresh()
  },
)
