import { and, asc, count, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts, organisationMembers } from '~/db/schema/identity/identity'
import { invitations } from '~/db/schema/identity/invitations'
import type { Id } from '~/lib/kernel/ids'
import type { MemberRole } from '~/lib/kernel/op-context'

export type InvitationRow = typeof invitations.$inferSelect

export async function insertInvitation(tx: Tx, row: typeof invitations.$inferInsert): Promise<void> {
  await tx.insert(invitations).values(row)
}

const isOpen = and(isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt))

/** The sender's membership, while it includes the right to invite. */
const isInviting = (invitingRoles: readonly MemberRole[]) =>
  and(
    eq(organisationMembers.organisationId, invitations.organisationId),
    eq(organisationMembers.accountId, invitations.invitedByAccountId),
    isNull(organisationMembers.removedAt),
    inArray(organisationMembers.role, [...invitingRoles]),
  )

/** Whether the sender of this invitation may still invite. */
export async function isSenderAllowed(
  tx: Tx,
  id: Id<'invitation'>,
  invitingRoles: readonly MemberRole[],
): Promise<boolean> {
  const rows = await tx
    .select({ id: invitations.id })
    .from(invitations)
    .innerJoin(accounts, eq(accounts.id, invitations.invitedByAccountId))
    .innerJoin(organisationMembers, isInviting(invitingRoles))
    .where(and(eq(invitations.id, id), isNull(accounts.disabledAt)))
  return rows.length > 0
}

/** Pending invitations, oldest first, including expired ones. */
export async function listInvitations(
  tx: Tx,
  organisationId: Id<'organisation'>,
  invitingRoles: readonly MemberRole[],
) {
  return tx
    .select({
      invitation: invitations,
      invitedBy: accounts.fullName,
      mayInvite: sql<boolean>`${isNull(accounts.disabledAt)} and ${organisationMembers.id} is not null`,
    })
    .from(invitations)
    .innerJoin(accounts, eq(accounts.id, invitations.invitedByAccountId))
    .leftJoin(organisationMembers, isInviting(invitingRoles))
    .where(and(eq(invitations.organisationId, organisationId), isOpen))
    .orderBy(asc(invitations.createdAt), asc(invitations.id))
}

export async function countInvitations(tx: Tx, organisationId: Id<'organisation'>): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(invitations)
    .where(and(eq(invitations.organisationId, organisationId), isOpen))
  return row?.count ?? 0
}

/** Returns the open invitation, locked; only within the organisation of the transaction. */
export async function lockInvitation(tx: Tx, id: Id<'invitation'>): Promise<InvitationRow | null> {
  const [row] = await tx
    .select()
    .from(invitations)
    .where(and(eq(invitations.id, id), isOpen))
    .for('update')
  return row ?? null
}

/** Returns the open invitation of this address, if any. */
export async function findInvitationOf(tx: Tx, organisationId: Id<'organisation'>, email: string) {
  const [row] = await tx
    .select()
    .from(invitations)
    .where(and(eq(invitations.organisationId, organisationId), eq(invitations.email, email), isOpen))
  return row ?? null
}

export async function updateInvitation(
  tx: Tx,
  id: Id<'invitation'>,
  set: Partial<typeof invitations.$inferInsert>,
): Promise<void> {
  await tx.update(invitations).set(set).where(eq(invitations.id, id))
}

/** Withdraws the open invitations that this account sent in the organisation; returns them. */
export async function withdrawInvitationsOf(
  tx: Tx,
  organisationId: Id<'organisation'>,
  accountId: Id<'account'>,
  withdrawnAt: Date,
): Promise<{ id: Id<'invitation'>; email: string }[]> {
  return tx
    .update(invitations)
    .set({ withdrawnAt })
    .where(
      and(
        eq(invitations.organisationId, organisationId),
        eq(invitations.invitedByAccountId, accountId),
        isOpen,
      ),
    )
    .returning({ id: invitations.id, email: invitations.email })
}

export type FoundInvitation = {
  id: Id<'invitation'>
  organisationId: Id<'organisation'>
  organisation: string
  email: string
  role: MemberRole
  projectNames: string[]
  invitedBy: string
  expiresAt: Date
  acceptedAt: Date | null
  withdrawnAt: Date | null
  /** The sender may still invite. */
  mayInvite: boolean
}

/** Returns the invitation of a link, to the owner of the link. */
export async function findInvitationByLink(
  tx: Tx,
  secretHash: string,
  invitingRoles: readonly MemberRole[],
): Promise<FoundInvitation | null> {
  const [row] = await tx.execute<{
    id: Id<'invitation'>
    organisation_id: Id<'organisation'>
    organisation: string
    email: string
    role: MemberRole
    project_names: string[]
    invited_by: string
    expires_at: string
    accepted_at: string | null
    withdrawn_at: string | null
    may_invite: boolean
  }>(sql`select * from app.find_invitation(${secretHash}, ${sql.param([...invitingRoles])}::text[])`)
  if (!row) return null
  const at = (text: string | null) => (text === null ? null : new Date(text))
  return {
    id: row.id,
    organisationId: row.organisation_id,
    organisation: row.organisation,
    email: row.email,
    role: row.role,
    projectNames: row.project_names,
    invitedBy: row.invited_by,
    expiresAt: new Date(row.expires_at),
    acceptedAt: at(row.accepted_at),
    withdrawnAt: at(row.withdrawn_at),
    mayInvite: row.may_invite,
  }
}
