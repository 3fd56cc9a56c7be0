import { inArray } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { staffAccounts } from '~/db/schema/identity'
import type { Id } from '~/lib/kernel/ids'

export type NewStaff = Pick<
  typeof staffAccounts.$inferInsert,
  'id' | 'email' | 'fullName' | 'passwordHash' | 'roles' | 'locale' | 'createdAt'
>

/** Adds a member of staff; false when the address has an account already. */
export async function insertStaff(tx: Tx, row: NewStaff): Promise<boolean> {
  const rows = await tx
    .insert(staffAccounts)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: staffAccounts.id })
  return rows.length === 1
}

/** The addresses of these accounts, in no order. */
export async function listStaffEmails(tx: Tx, ids: readonly Id<'staff'>[]): Promise<string[]> {
  const rows = await tx
    .select({ email: staffAccounts.email })
    .from(staffAccounts)
    .where(inArray(staffAccounts.id, [...ids]))
  return rows.map(({ email }) => email)
}
