import { and, asc, eq, isNull, max, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accountSessions, accounts, joinRequests, organisationMembers } from '~/db/schema/identity/identity'
import { type Id, toId } from '~/lib/kernel/ids'
import type { MemberRole } from '~/lib/kernel/op-context'

export async function listMembers(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({
      id: organisationMembers.id,
      accountId: organisationMembers.accountId,
      fullName: accounts.fullName,
      email: accounts.email,
      role: organisationMembers.role,
      totpEnabledAt: accounts.totpEnabledAt,
      createdAt: organisationMembers.createdAt,
    })
    .from(organisationMembers)
    .innerJoin(accounts, eq(accounts.id, organisationMembers.accountId))
    .where(and(eq(organisationMembers.organisationId, organisationId), isNull(organisationMembers.removedAt)))
    .orderBy(asc(accounts.fullName), asc(organisationMembers.id))
}

/** When members of the organisation were last seen on the portal, for whichever organisation, of those with a known session. */
export async function listLastVisits(tx: Tx, organisationId: Id<'organisation'>) {
  const rows = await tx
    .select({ accountId: accountSessions.accountId, lastSeenAt: max(accountSessions.lastSeenAt) })
    .from(accountSessions)
    .innerJoin(organisationMembers, eq(organisationMembers.accountId, accountSessions.accountId))
    .where(and(eq(organisationMembers.organisationId, organisationId), isNull(organisationMembers.removedAt)))
    .groupBy(accountSessions.accountId)
  return rows.flatMap(({ accountId, lastSeenAt }) => (lastSeenAt ? [{ accountId, lastSeenAt }] : []))
}

export async function findMember(tx: Tx, organisationId: Id<'organisation'>, memberId: string) {
  const [row] = await tx
    .select({
      id: organisationMembers.id,
      accountId: organisationMembers.accountId,
      role: organisationMembers.role,
    })
    .from(organisationMembers)
    .where(
      and(
        eq(organisationMembers.organisationId, organisationId),
        eq(organisationMembers.id, toId('member', memberId)),
        isNull(organisationMembers.removedAt),
      ),
    )
  return row ?? null
}

export async function isActiveMember(
  tx: Tx,
  organisationId: Id<'organisation'>,
  accountId: Id<'account'>,
): Promise<boolean> {
  const rows = await tx
    .select({ id: organisationMembers.id })
    .from(organisationMembers)
    .where(
      and(
        eq(organisationMembers.organisationId, organisationId),
        eq(organisationMembers.accountId, accountId),
        isNull(organisationMembers.removedAt),
      ),
    )
  return rows.length > 0
}

export async function setMemberRole(
  tx: Tx,
  organisationId: Id<'organisation'>,
  memberId: Id<'member'>,
  role: MemberRole,
): Promise<void> {
  await tx
    .update(organisationMembers)
    .set({ role })
    .where(and(eq(organisationMembers.organisationId, organisationId), eq(organisationMembers.id, memberId)))
}

export async function removeMember(
  tx: Tx,
  organisationId: Id<'organisation'>,
  memberId: Id<'member'>,
  removedAt: Date,
): Promise<void> {
  await tx
    .update(organisationMembers)
    .set({ removedAt })
    .where(and(eq(organisationMembers.organisationId, organisationId), eq(organisationMembers.id, memberId)))
}

/** Inserts the request; a second one while the first is pending changes nothing. Returns whether a row was inserted. */
export async function insertJoinRequest(tx: Tx, row: typeof joinRequests.$inferInsert): Promise<boolean> {
  // Without `returning`: the applicant may insert for an organisation but not read its rows.
  const result = await tx.execute(
    sql`insert into ${joinRequests} (id, organisation_id, account_id, message, state, created_at)
        values (${row.id}, ${row.organisationId}, ${row.accountId}, ${row.message}, 'pending', ${row.createdAt.toISOString()}::timestamptz)
        on conflict (organisation_id, account_id) where state = 'pending' do nothing`,
  )
  return result.count === 1
}

export async function listPendingJoinRequests(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({
      id: joinRequests.id,
      accountId: joinRequests.accountId,
      fullName: accounts.fullName,
      email: accounts.email,
      emailVerifiedAt: accounts.emailVerifiedAt,
      message: joinRequests.message,
      createdAt: joinRequests.createdAt,
    })
    .from(joinRequests)
    .innerJoin(accounts, eq(accounts.id, joinRequests.accountId))
    .where(and(eq(joinRequests.organisationId, organisationId), eq(joinRequests.state, 'pending')))
    .orderBy(asc(joinRequests.createdAt), asc(joinRequests.id))
}

export async function findJoinRequest(tx: Tx, id: string) {
  const [row] = await tx
    .select({
      id: joinRequests.id,
      organisationId: joinRequests.organisationId,
      state: joinRequests.state,
      accountId: joinRequests.accountId,
      fullName: accounts.fullName,
      email: accounts.email,
      locale: accounts.locale,
      emailVerifiedAt: accounts.emailVerifiedAt,
    })
    .from(joinRequests)
    .innerJoin(accounts, eq(accounts.id, joinRequests.accountId))
    .where(eq(joinRequests.id, toId('joinRequest', id)))
  return row ?? null
}

/** Decides a pending request; false when it was decided meanwhile. */
export async function decideJoinRequest(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'joinRequest'>,
  set: { state: 'accepted' | 'refused'; decidedByAccountId: Id<'account'>; decidedAt: Date },
): Promise<boolean> {
  const rows = await tx
    .update(joinRequests)
    .set(set)
    .where(
      and(
        eq(joinRequests.organisationId, organisationId),
        eq(joinRequests.id, id),
        eq(joinRequests.state, 'pending'),
      ),
    )
    .returning({ id: joinRequests.id })
  return rows.length === 1
}

export type RequestedOrganisation = {
  requestId: Id<'joinRequest'>
  organisationId: Id<'organisation'>
  legalName: string
  state: 'pending' | 'accepted' | 'refused'
  createdAt: string
  decidedAt: string | null
}

/** Join requests of the transaction's account, newest first. */
export async function listRequestedOrganisations(tx: Tx): Promise<RequestedOrganisation[]> {
  const rows = await tx.execute<RequestedOrganisation>(
    sql`select request_id as "requestId", organisation_id as "organisationId", legal_name as "legalName", state,
          to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "createdAt",
          to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "decidedAt"
        from app.requested_organisations()`,
  )
  return [...rows]
}

/** The account's own organisations and join requests that wait for its e-mail confirmation. */
export async function listWaitingOf(tx: Tx, accountId: Id<'account'>) {
  const owned = await tx
    .select({ organisationId: organisationMembers.organisationId })
    .from(organisationMembers)
    .where(
      and(
        eq(organisationMembers.accountId, accountId),
        eq(organisationMembers.role, 'owner'),
        isNull(organisationMembers.removedAt),
      ),
    )
  const requested = await tx
    .select({ id: joinRequests.id })
    .from(joinRequests)
    .where(and(eq(joinRequests.accountId, accountId), eq(joinRequests.state, 'pending')))
  return {
    organisationIds: owned.map((row) => row.organisationId),
    joinRequestIds: requested.map((row) => row.id),
  }
}
