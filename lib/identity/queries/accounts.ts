import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export type NewAccount = Pick<
  typeof accounts.$inferInsert,
  'id' | 'email' | 'fullName' | 'passwordHash' | 'locale' | 'createdAt'
> & { emailVerifiedAt?: Date | null }

/** Inserts an account; false when its e-mail address already has one. */
export async function insertAccount(tx: Tx, row: NewAccount): Promise<boolean> {
  const rows = await tx.insert(accounts).values(row).onConflictDoNothing().returning({ id: accounts.id })
  return rows.length === 1
}

/** Marks the address as confirmed; false when it already was. */
export async function confirmAccountEmail(tx: Tx, id: Id<'account'>, now: Date): Promise<boolean> {
  const rows = await tx
    .update(accounts)
    .set({ emailVerifiedAt: now })
    .where(and(eq(accounts.id, id), isNull(accounts.emailVerifiedAt)))
    .returning({ id: accounts.id })
  return rows.length === 1
}

export async function findAccountContact(tx: Tx, id: Id<'account'>) {
  const [row] = await tx
    .select({
      email: accounts.email,
      fullName: accounts.fullName,
      locale: accounts.locale,
      emailVerifiedAt: accounts.emailVerifiedAt,
      disabledAt: accounts.disabledAt,
      totpEnabledAt: accounts.totpEnabledAt,
    })
    .from(accounts)
    .where(eq(accounts.id, id))
  return row ?? null
}
