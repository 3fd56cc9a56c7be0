import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts, accountTokens } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export type TokenRow = typeof accountTokens.$inferInsert
export type TokenPurpose = TokenRow['purpose']

export async function insertToken(tx: Tx, row: TokenRow): Promise<void> {
  await tx.insert(accountTokens).values(row)
}

/** Uses up a live token of this purpose; null when it is unknown, used or expired. Exactly one caller wins. */
export async function consumeToken(
  tx: Tx,
  purpose: TokenPurpose,
  secretHash: string,
  now: Date,
): Promise<Id<'account'> | null> {
  const [row] = await tx
    .update(accountTokens)
    .set({ usedAt: now })
    .where(
      and(
        eq(accountTokens.secretHash, secretHash),
        eq(accountTokens.purpose, purpose),
        isNull(accountTokens.usedAt),
        gt(accountTokens.expiresAt, now),
      ),
    )
    .returning({ accountId: accountTokens.accountId })
  return row?.accountId ?? null
}

/** Returns the owner of this live token without using it. */
export async function findTokenOwner(tx: Tx, purpose: TokenPurpose, secretHash: string, now: Date) {
  const [row] = await tx
    .select({ accountId: accounts.id, email: accounts.email })
    .from(accountTokens)
    .innerJoin(accounts, eq(accounts.id, accountTokens.accountId))
    .where(
      and(
        eq(accountTokens.secretHash, secretHash),
        eq(accountTokens.purpose, purpose),
        isNull(accountTokens.usedAt),
        gt(accountTokens.expiresAt, now),
      ),
    )
  return row ?? null
}

/** Voids older links of the same kind. */
export async function retireTokens(
  tx: Tx,
  accountId: Id<'account'>,
  purpose: TokenPurpose,
  now: Date,
): Promise<void> {
  await tx
    .update(accountTokens)
    .set({ usedAt: now })
    .where(
      and(
        eq(accountTokens.accountId, accountId),
        eq(accountTokens.purpose, purpose),
        isNull(accountTokens.usedAt),
      ),
    )
}
