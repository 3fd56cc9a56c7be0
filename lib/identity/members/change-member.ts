import type { z } from 'zod'
import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole, OpContext } from '~/lib/kernel/op-context'
import { authorize } from '../authorize'
import { invitingRoles } from '../invitations/inviting-roles'
import { withdrawInvitationsOf } from '../invitations/queries/invitations'
import { lockOrganisation } from '../queries/organisations'
import { requireFreshProof } from '../second-factor/require-fresh-proof'
import { keepsAnOwner } from './keep-an-owner'
import { removeMember as endMembership, findMember, listMembers, setMemberRole } from './queries/members'
import { requireProofForRole } from './require-proof-for-role'
import type { changeMemberRoleInput, removeMemberInput } from './schema'

/**
 * Changes a member's role, effective from its next request.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found`, `conflict`, `state_forbids` (`last_owner`)
 */
export async function changeMemberRole(
  ctx: OpContext,
  input: z.output<typeof changeMemberRoleInput>,
): Promise<void> {
  authorize(ctx, 'member:manage')
  const seen = await withOrganisation(ctx, (tx, organisationId) =>
    findMember(tx, organisationId, input.memberId),
  )
  await requireProofForRole(ctx, input.role, ...(seen ? [seen.role] : []))
  await withOrganisation(ctx, async (tx, organisationId) => {
    const member = await lockedMember(tx, organisationId, input.memberId, input.role)
    if (member.role === input.role) return
    // Another owner changed the role first; the proof was required for the previous role.
    if (member.role !== seen?.role) throw new DomainError('conflict')
    await setMemberRole(tx, organisationId, member.id, input.role)
    if (!invitingRoles.includes(input.role)) await withdrawInvitations(tx, ctx, organisationId, member)
    await recordAudit(tx, ctx, 'member.role_changed', {
      organisationId,
      kind: 'member',
      id: member.id,
      details: { accountId: member.accountId, from: member.role, to: input.role },
    })
  })
}

/**
 * Ends a member's access, effective from its next request.
 *
 * @throws DomainError `forbidden`, `proof_required`, `not_found`, `state_forbids` (`last_owner`)
 */
export async function removeMember(ctx: OpContext, input: z.output<typeof removeMemberInput>): Promise<void> {
  authorize(ctx, 'member:manage')
  await requireFreshProof(ctx)
  await withOrganisation(ctx, async (tx, organisationId) => {
    const member = await lockedMember(tx, organisationId, input.memberId, null)
    await endMembership(tx, organisationId, member.id, ctx.now)
    await withdrawInvitations(tx, ctx, organisationId, member)
    await recordAudit(tx, ctx, 'member.removed', {
      organisationId,
      kind: 'member',
      id: member.id,
      details: { accountId: member.accountId, role: member.role },
    })
  })
}

/** A member's invitations end with its right to invite, and stay void when the right returns. */
async function withdrawInvitations(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  { accountId }: { accountId: Id<'account'> },
): Promise<void> {
  for (const { id, email } of await withdrawInvitationsOf(tx, organisationId, accountId, ctx.now))
    await recordAudit(tx, ctx, 'invitation.withdrawn', {
      organisationId,
      kind: 'invitation',
      id,
      details: { email },
    })
}

/** The organisation's lock serialises two owners who remove each other, so one of them stays. */
async function lockedMember(
  tx: Tx,
  organisationId: Id<'organisation'>,
  memberId: string,
  nextRole: MemberRole | null,
) {
  await lockOrganisation(tx, organisationId)
  const member = await findMember(tx, organisationId, memberId)
  if (!member) throw new DomainError('not_found')
  if (!keepsAnOwner(await listMembers(tx, organisationId), member.id, nextRole))
    throw new DomainError('state_forbids', { params: { reason: 'last_owner' } })
  return member
}
