import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts, organisationMembers, organisations, staffAccounts } from '~/db/schema/identity/identity'
import { projectRoles } from '~/db/schema/identity/rights'
import { ticketFollowers } from '~/db/schema/support'
import type { Id } from '~/lib/kernel/ids'

const staffColumns = {
  id: staffAccounts.id,
  email: staffAccounts.email,
  name: staffAccounts.fullName,
  locale: staffAccounts.locale,
}

/** Staff with the support role, who are notified about unassigned tickets. */
export async function listSupportStaff(tx: Tx) {
  return tx
    .select(staffColumns)
    .from(staffAccounts)
    .where(and(isNull(staffAccounts.disabledAt), sql`'support' = any(${staffAccounts.roles})`))
    .orderBy(asc(staffAccounts.email))
}

/** A member of staff who is not disabled. */
export async function findActiveStaff(tx: Tx, id: Id<'staff'>) {
  const [row] = await tx
    .select(staffColumns)
    .from(staffAccounts)
    .where(and(eq(staffAccounts.id, id), isNull(staffAccounts.disabledAt)))
  return row ?? null
}

/** Staff to whom a ticket can be assigned. */
export async function listTicketAssignees(tx: Tx, roles: readonly string[]) {
  return tx
    .select({ id: staffAccounts.id, name: staffAccounts.fullName })
    .from(staffAccounts)
    .where(
      and(
        isNull(staffAccounts.disabledAt),
        sql`${staffAccounts.roles} && array[${sql.join(
          roles.map((role) => sql`${role}`),
          sql`, `,
        )}]::text[]`,
      ),
    )
    .orderBy(asc(staffAccounts.fullName), asc(staffAccounts.id))
}

export async function listStaffNamed(tx: Tx, ids: readonly Id<'staff'>[]) {
  if (ids.length === 0) return []
  return tx
    .select({ id: staffAccounts.id, name: staffAccounts.fullName })
    .from(staffAccounts)
    .where(inArray(staffAccounts.id, [...new Set(ids)]))
}

export async function findOrganisationName(tx: Tx, id: Id<'organisation'>): Promise<string> {
  const [row] = await tx
    .select({ name: organisations.legalName })
    .from(organisations)
    .where(eq(organisations.id, id))
  return row?.name ?? ''
}

/** Followers who are still members, with the roles that determine what they see. */
export async function listFollowers(tx: Tx, ticketId: Id<'ticket'>) {
  const rows = await tx
    .select({
      accountId: accounts.id,
      memberId: organisationMembers.id,
      email: accounts.email,
      name: accounts.fullName,
      locale: accounts.locale,
      role: organisationMembers.role,
    })
    .from(ticketFollowers)
    .innerJoin(accounts, eq(accounts.id, ticketFollowers.accountId))
    .innerJoin(
      organisationMembers,
      and(
        eq(organisationMembers.organisationId, ticketFollowers.organisationId),
        eq(organisationMembers.accountId, ticketFollowers.accountId),
        isNull(organisationMembers.removedAt),
      ),
    )
    .where(and(eq(ticketFollowers.ticketId, ticketId), isNull(accounts.disabledAt)))
    .orderBy(asc(accounts.email))
  const roles = await tx
    .select({ memberId: projectRoles.memberId, projectId: projectRoles.projectId, role: projectRoles.role })
    .from(projectRoles)
    .where(
      inArray(
        projectRoles.memberId,
        rows.map(({ memberId }) => memberId),
      ),
    )
  return rows.map(({ memberId, ...row }) => ({
    ...row,
    projectRoles: Object.fromEntries(
      roles.filter((each) => each.memberId === memberId).map((each) => [each.projectId, each.role]),
    ),
  }))
}
