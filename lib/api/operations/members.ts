import { z } from 'zod'
import {
  acceptJoinRequest,
  allowSelfApproval,
  changeMemberRole,
  forbidSelfApproval,
  inviteMember,
  listInvitations,
  listJoinRequests,
  listMembers,
  refuseJoinRequest,
  removeMember,
  resendInvitation,
  setProjectRoles,
  withdrawInvitation,
} from '~/lib/identity'
import {
  acceptJoinRequestInput,
  allowSelfApprovalInput,
  changeMemberRoleInput,
  inviteInput,
  refuseJoinRequestInput,
  removeMemberInput,
  resendInvitationInput,
  setProjectRolesInput,
  withdrawInvitationInput,
} from '~/lib/identity/schema'
import { idField } from '~/lib/kernel/id-field'
import { memberRoles, projectRoles } from '~/lib/kernel/op-context'
import { pageFrom } from '../cursor'
import { defineChange } from '../define-change'
import { defineOperation } from '../define-operation'
import { instant, pageOf, pageQuery } from '../fields'

const role = z.enum(memberRoles)
const projectRolesField = z.array(z.object({ projectId: idField('project'), role: z.enum(projectRoles) }))
const memberAnswer = z
  .object({
    id: idField('member'),
    fullName: z.string(),
    email: z.string(),
    role,
    projectRoles: projectRolesField.describe('In addition to its role in the organisation.'),
    hasSecondFactor: z.boolean(),
    createdAt: instant,
  })
  .meta({ id: 'Member', description: 'A person with a role in the organisation.' })

export const members = [
  defineOperation({
    id: 'listMembers',
    method: 'GET',
    path: '/v1/members',
    tag: 'members',
    summary: 'List members, the newest first',
    permission: 'member:read',
    query: pageQuery,
    status: 200,
    answer: pageOf(memberAnswer),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'members', filter: null }, await listMembers(ctx), query),
  }),
  defineChange({
    id: 'changeMemberRole',
    path: '/v1/members/{memberId}/role',
    tag: 'members',
    summary: 'Give a member another role',
    permission: 'member:manage',
    asksProof: true,
    input: changeMemberRoleInput,
    run: changeMemberRole,
  }),
  defineChange({
    id: 'setProjectRoles',
    path: '/v1/members/{memberId}/project-roles',
    tag: 'members',
    summary: 'Set the roles of a member in projects',
    description: 'Every project in which it has a role; in the others it has none.',
    permission: 'member:manage',
    input: setProjectRolesInput,
    run: setProjectRoles,
  }),
  defineChange({
    id: 'removeMember',
    method: 'DELETE',
    path: '/v1/members/{memberId}',
    tag: 'members',
    summary: 'Remove a member',
    permission: 'member:manage',
    asksProof: true,
    input: removeMemberInput,
    run: removeMember,
  }),
  defineOperation({
    id: 'listInvitations',
    method: 'GET',
    path: '/v1/invitations',
    tag: 'members',
    summary: 'List invitations that are not yet accepted, the newest first',
    permission: 'member:manage',
    query: pageQuery,
    status: 200,
    answer: pageOf(
      z.object({
        id: idField('invitation'),
        email: z.string(),
        role,
        invitedBy: z.string(),
        sentAt: instant,
        expiresAt: instant,
        isExpired: z.boolean(),
      }),
    ),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'invitations', filter: null }, await listInvitations(ctx), query),
  }),
  defineChange({
    id: 'inviteMember',
    path: '/v1/invitations',
    tag: 'members',
    summary: 'Invite a person by mail',
    permission: 'member:manage',
    asksProof: true,
    input: inviteInput,
    run: inviteMember,
  }),
  defineChange({
    id: 'resendInvitation',
    path: '/v1/invitations/{invitationId}/resend',
    tag: 'members',
    summary: 'Send an invitation again',
    permission: 'member:manage',
    input: resendInvitationInput,
    run: resendInvitation,
  }),
  defineChange({
    id: 'withdrawInvitation',
    method: 'DELETE',
    path: '/v1/invitations/{invitationId}',
    tag: 'members',
    summary: 'Withdraw an invitation',
    permission: 'member:manage',
    input: withdrawInvitationInput,
    run: withdrawInvitation,
  }),
  defineOperation({
    id: 'listJoinRequests',
    method: 'GET',
    path: '/v1/join-requests',
    tag: 'members',
    summary: 'List requests to join the organisation, the newest first',
    permission: 'member:manage',
    query: pageQuery,
    status: 200,
    answer: pageOf(
      z.object({
        id: idField('joinRequest'),
        fullName: z.string(),
        email: z.string(),
        isEmailConfirmed: z.boolean(),
        message: z.string(),
        createdAt: instant,
      }),
    ),
    run: async ({ ctx, query }) =>
      pageFrom(ctx, { name: 'join-requests', filter: null }, await listJoinRequests(ctx), query),
  }),
  defineChange({
    id: 'acceptJoinRequest',
    path: '/v1/join-requests/{joinRequestId}/accept',
    tag: 'members',
    summary: 'Accept a request to join, with a role',
    permission: 'member:manage',
    asksProof: true,
    input: acceptJoinRequestInput,
    run: acceptJoinRequest,
  }),
  defineChange({
    id: 'refuseJoinRequest',
    path: '/v1/join-requests/{joinRequestId}/reject',
    tag: 'members',
    summary: 'Reject a request to join',
    permission: 'member:manage',
    input: refuseJoinRequestInput,
    run: refuseJoinRequest,
  }),
  defineChange({
    id: 'allowSelfApproval',
    path: '/v1/organisation/self-approval',
    tag: 'members',
    summary: 'Let approvers decide their own orders',
    permission: 'approval:except',
    asksProof: true,
    input: allowSelfApprovalInput,
    run: allowSelfApproval,
  }),
  defineOperation({
    id: 'forbidSelfApproval',
    method: 'DELETE',
    path: '/v1/organisation/self-approval',
    tag: 'members',
    summary: 'Keep approvers from deciding their own orders',
    permission: 'approval:except',
    status: 204,
    answer: null,
    run: ({ ctx }) => forbidSelfApproval(ctx),
  }),
]
