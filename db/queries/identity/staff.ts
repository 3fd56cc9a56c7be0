import type { Tx } from '~/db/client'
import { staffAccounts } from '~/db/schema/identity'

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
