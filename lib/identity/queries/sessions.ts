import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import {
  accountSessions,
  accounts,
  organisationMembers,
  organisations,
  staffAccounts,
  staffSessions,
} from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'
import type { ProjectRole } from '~/lib/kernel/op-context'

export async function findAccountSession(tx: Tx, tokenHash: string) {
  const [row] = await tx
    .select({
      accountId: accountSessions.accountId,
      lastSeenAt: accountSessions.lastSeenAt,
      expiresAt: accountSessions.expiresAt,
      secondFactorAt: accountSessions.secondFactorAt,
      disabledAt: accounts.disabledAt,
      email: accounts.email,
      fullName: accounts.fullName,
      locale: accounts.locale,
      emailVerifiedAt: accounts.emailVerifiedAt,
      totpEnabledAt: accounts.totpEnabledAt,
    })
    .from(accountSessions)
    .innerJoin(accounts, eq(accounts.id, accountSessions.accountId))
    .where(and(eq(accountSessions.tokenHash, tokenHash), isNull(accountSessions.endedAt)))
  return row ?? null
}

export async function findStaffSession(tx: Tx, tokenHash: string) {
  const [row] = await tx
    .select({
      staffId: staffSessions.staffId,
      lastSeenAt: staffSessions.lastSeenAt,
      expiresAt: staffSessions.expiresAt,
      secondFactorAt: staffSessions.secondFactorAt,
      disabledAt: staffAccounts.disabledAt,
      email: staffAccounts.email,
      fullName: staffAccounts.fullName,
      locale: staffAccounts.locale,
      roles: staffAccounts.roles,
      totpEnabledAt: staffAccounts.totpEnabledAt,
    })
    .from(staffSessions)
    .innerJoin(staffAccounts, eq(staffAccounts.id, staffSessions.staffId))
    .where(and(eq(staffSessions.tokenHash, tokenHash), isNull(staffSessions.endedAt)))
  return row ?? null
}

export async function touchAccountSession(tx: Tx, tokenHash: string, now: Date): Promise<void> {
  await tx.update(accountSessions).set({ lastSeenAt: now }).where(eq(accountSessions.tokenHash, tokenHash))
}

export async function touchStaffSession(tx: Tx, tokenHash: string, now: Date): Promise<void> {
  await tx.update(staffSessions).set({ lastSeenAt: now }).where(eq(staffSessions.tokenHash, tokenHash))
}

/**
 * Makes the transaction act as the account of this session, or as no account when it has ended. Later queries need not
 * wait for the account's id, so all of them travel in one packet.
 */
export async function enterAccountOfSession(tx: Tx, tokenHash: string): Promise<void> {
  await tx.execute(sql`select set_config('app.account_id', coalesce((select ${accountSessions.accountId}
    from ${accountSessions} where ${accountSessions.tokenHash} = ${tokenHash} and ${accountSessions.endedAt} is null), ''), true)`)
}

/** The account that the transaction acts as. */
const enteredAccount = sql`app.current_account()`

/** Active memberships of one account, oldest first. Policies require the account to be set in the transaction. */
export async function listMemberships(tx: Tx, accountId: Id<'account'> | SQL = enteredAccount) {
  return tx
    .select({
      organisationId: organisationMembers.organisationId,
      role: organisationMembers.role,
      organisationState: organisations.state,
      organisationName: organisations.legalName,
      organisationKind: organisations.kind,
      projectRoles: sql<Record<Id<'project'>, ProjectRole>>`coalesce(
        (select jsonb_object_agg(r.project_id, r.role) from project_roles r where r.member_id = ${organisationMembers.id}), '{}')`,
    })
    .from(organisationMembers)
    .innerJoin(organisations, eq(organisations.id, organisationMembers.organisationId))
    .where(and(eq(organisationMembers.accountId, accountId), isNull(organisationMembers.removedAt)))
    .orderBy(organisationMembers.createdAt, organisationMembers.id)
}
