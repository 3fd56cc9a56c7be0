import { asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { staffAccounts, staffSessions } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'
import type { StaffRole } from '~/lib/kernel/op-context'

export type NewStaff = Pick<
  typeof staffAccounts.$inferInsert,
  'id' | 'email' | 'fullName' | 'passwordHash' | 'roles' | 'locale' | 'createdAt'
>

/** Inserts a member of staff; false when the address already has an account. */
export async function insertStaff(tx: Tx, row: NewStaff): Promise<boolean> {
  const rows = await tx
    .insert(staffAccounts)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: staffAccounts.id })
  return rows.length === 1
}

/** Accounts that are not closed, by address. */
export async function listActiveStaff(tx: Tx) {
  return tx
    .select({
      id: staffAccounts.id,
      email: staffAccounts.email,
      fullName: staffAccounts.fullName,
      locale: staffAccounts.locale,
      roles: staffAccounts.roles,
    })
    .from(staffAccounts)
    .where(isNull(staffAccounts.disabledAt))
    .orderBy(asc(staffAccounts.email))
}

/** The addresses of these accounts, including closed ones. */
export async function listStaffEmails(
  tx: Tx,
  ids: readonly Id<'staff'>[],
): Promise<Map<Id<'staff'>, string>> {
  const rows = await tx
    .select({ id: staffAccounts.id, email: staffAccounts.email })
    .from(staffAccounts)
    .where(inArray(staffAccounts.id, [...ids]))
  return new Map(rows.map(({ id, email }) => [id, email]))
}

/** Serialises changes of staff until the transaction ends: administrators cannot remove each other at once. */
export async function lockStaff(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('staff accounts', 0))`)
}

/** All accounts by name, with the last sign-in. */
export async function listStaff(tx: Tx) {
  return tx
    .select({
      id: staffAccounts.id,
      email: staffAccounts.email,
      fullName: staffAccounts.fullName,
      roles: staffAccounts.roles,
      totpEnabledAt: staffAccounts.totpEnabledAt,
      disabledAt: staffAccounts.disabledAt,
      createdAt: staffAccounts.createdAt,
      signedInAt:
        sql<Date | null>`(select max(${staffSessions.createdAt}) from ${staffSessions} where ${staffSessions.staffId} = ${staffAccounts.id})`.mapWith(
          staffAccounts.createdAt,
        ),
    })
    .from(staffAccounts)
    .orderBy(asc(staffAccounts.fullName), asc(staffAccounts.id))
}

export async function updateStaff(
  tx: Tx,
  id: Id<'staff'>,
  set: { disabledAt: Date | null } | { roles: StaffRole[] },
): Promise<void> {
  await tx.update(staffAccounts).set(set).where(eq(staffAccounts.id, id))
}
