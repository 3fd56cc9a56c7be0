import type { z } from 'zod'
import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { hashSecret, newSecret } from '~/lib/kernel/secrets/secrets'
import { formatDate } from '~/lib/kernel/text/format'
import { addSeconds } from '~/lib/kernel/time/clock'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { authorize } from '../authorize'
import { listMembers } from '../members/queries/members'
import { requireProofForRole } from '../members/require-proof-for-role'
import { listProjects } from '../projects/queries/projects'
import { findOrganisation, listOwners, lockOrganisation } from '../queries/organisations'
import { limit } from '../rate-limits'
import { invitingRoles } from './inviting-roles'
import * as queries from './queries/invitations'
import type { inviteInput, resendInvitationInput, withdrawInvitationInput } from './schema'
import type { InvitationView } from './views'

const lifeSeconds = 7 * 86_400
const openMax = 50

/**
 * Invites this address for seven days, with this role and these project roles, by a mailed link. An invitation that
 * expired, or with a sender who lost the right to invite, can be replaced.
 *
 * @throws DomainError `forbidden`, `proof_required`, `rate_limited`, `already_exists` (a member, or invited already),
 * `quota_exceeded`
 *   (`too_many_invitations`), `invalid_input` (`unknown_project`, `guest_needs_project`)
 */
export async function inviteMember(ctx: OpContext, input: z.output<typeof inviteInput>): Promise<void> {
  const organisationId = authorize(ctx, 'member:manage')
  await requireProofForRole(ctx, input.role)
  invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
  const { accountId } = ctx.actor
  await limit(ctx, 'invitations', organisationId)
  const { email, role, projectIds, projectRole } = input
  const roles = projectRole ? projectIds.map((projectId) => ({ projectId, role: projectRole })) : []
  if (role === 'guest' && roles.length === 0)
    throw new DomainError('invalid_input', { field: 'projectIds', params: { reason: 'guest_needs_project' } })
  await withOrganisation(ctx, async (tx) => {
    await lockOrganisation(tx, organisationId)
    await refuseUnknownProjects(tx, organisationId, projectIds)
    if ((await listMembers(tx, organisationId)).some((member) => member.email === email))
      throw new DomainError('already_exists', { field: 'email', params: { reason: 'already_member' } })
    await makeRoom(tx, ctx, organisationId, email)
    const id = newId('invitation', ctx.now.getTime())
    const secret = newSecret()
    const invitation = {
      id,
      organisationId,
      email,
      role,
      projectRoles: roles,
      secretHash: hashSecret(secret),
      locale: ctx.locale,
      invitedByAccountId: accountId,
      createdAt: ctx.now,
      sentAt: ctx.now,
      expiresAt: addSeconds(ctx.now, lifeSeconds),
    }
    await queries.insertInvitation(tx, invitation)
    await send(tx, invitation, secret)
    await recordAudit(tx, ctx, 'invitation.sent', {
      organisationId,
      kind: 'invitation',
      id,
      details: { email, role, projectRoles: roles },
    })
  })
}

/**
 * Mails a new link that is valid for seven days, and voids the previous one.
 *
 * @throws DomainError `not_found`, `rate_limited`, `state_forbids` (`inviter_gone`: the sender may no longer invite)
 */
export async function resendInvitation(
  ctx: OpContext,
  input: z.output<typeof resendInvitationInput>,
): Promise<void> {
  const organisationId = authorize(ctx, 'member:manage')
  await limit(ctx, 'invitations', organisationId)
  await withOrganisation(ctx, async (tx) => {
    const row = await queries.lockInvitation(tx, input.invitationId)
    if (!row) throw new DomainError('not_found')
    if (!(await queries.isSenderAllowed(tx, row.id, invitingRoles)))
      throw new DomainError('state_forbids', { params: { reason: 'inviter_gone' } })
    const secret = newSecret()
    const set = {
      secretHash: hashSecret(secret),
      sentAt: ctx.now,
      expiresAt: addSeconds(ctx.now, lifeSeconds),
    }
    await queries.updateInvitation(tx, row.id, { ...set, sends: row.sends + 1 })
    await send(tx, { ...row, ...set }, secret)
    await recordAudit(tx, ctx, 'invitation.resent', {
      organisationId,
      kind: 'invitation',
      id: row.id,
      details: { email: row.email },
    })
  })
}

/** Voids the link. @throws DomainError `not_found` */
export async function withdrawInvitation(
  ctx: OpContext,
  input: z.output<typeof withdrawInvitationInput>,
): Promise<void> {
  const organisationId = authorize(ctx, 'member:manage')
  await withOrganisation(ctx, async (tx) => {
    const row = await queries.lockInvitation(tx, input.invitationId)
    if (!row) throw new DomainError('not_found')
    await queries.updateInvitation(tx, row.id, { withdrawnAt: ctx.now })
    await recordAudit(tx, ctx, 'invitation.withdrawn', {
      organisationId,
      kind: 'invitation',
      id: row.id,
      details: { email: row.email },
    })
  })
}

/** Lists pending invitations, including expired ones. */
export async function listInvitations(ctx: OpContext): Promise<InvitationView[]> {
  authorize(ctx, 'member:manage')
  const rows = await withOrganisation(ctx, (tx, organisationId) =>
    queries.listInvitations(tx, organisationId, invitingRoles),
  )
  return rows.map(({ invitation, invitedBy, mayInvite }) => ({
    id: invitation.id,
    email: invitation.email,
    role: invitation.role,
    projectRoles: invitation.projectRoles,
    invitedBy,
    sentAt: invitation.sentAt.toISOString(),
    expiresAt: invitation.expiresAt.toISOString(),
    isExpired: invitation.expiresAt <= ctx.now,
    isVoid: !mayInvite,
  }))
}

async function refuseUnknownProjects(tx: Tx, organisationId: Id<'organisation'>, ids: readonly string[]) {
  const open = (await listProjects(tx, organisationId)).filter(({ archivedAt }) => !archivedAt)
  if (ids.some((id) => !open.some((project) => project.id === id)))
    throw new DomainError('invalid_input', { field: 'projectIds', params: { reason: 'unknown_project' } })
}

async function makeRoom(tx: Tx, ctx: OpContext, organisationId: Id<'organisation'>, email: string) {
  const before = await queries.findInvitationOf(tx, organisationId, email)
  if (before && before.expiresAt > ctx.now && (await queries.isSenderAllowed(tx, before.id, invitingRoles)))
    throw new DomainError('already_exists', { field: 'email', params: { reason: 'already_invited' } })
  if (before) await queries.updateInvitation(tx, before.id, { withdrawnAt: ctx.now })
  if ((await queries.countInvitations(tx, organisationId)) >= openMax)
    throw new DomainError('quota_exceeded', { params: { reason: 'too_many_invitations' } })
}

type Sent = {
  organisationId: Id<'organisation'>
  email: string
  locale: 'fr' | 'en'
  invitedByAccountId: Id<'account'>
  expiresAt: Date
}

async function send(tx: Tx, invitation: Sent, secret: string): Promise<void> {
  const { organisationId, email, locale, expiresAt } = invitation
  const organisation = await findOrganisation(tx, organisationId)
  const owners = await listOwners(tx, organisationId)
  const by = owners.find(({ accountId }) => accountId === invitation.invitedByAccountId)
  await queueMail(tx, {
    to: email,
    locale,
    template: 'invitation',
    params: {
      invitedBy: by?.fullName ?? organisation?.legalName ?? '',
      organisation: organisation?.legalName ?? '',
      email,
      until: formatDate(expiresAt, locale),
      url: portalLink(routes.invitation(secret)),
    },
  })
}
