import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { apiTokens } from '~/db/schema/identity/api-tokens'
import { accounts } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export type TokenRow = typeof apiTokens.$inferSelect

/** The token that the transaction presents, with its holder's account. */
export async function findPresented(tx: Tx, secretHash: string) {
  const [row] = await tx
    .select({
      token: apiTokens,
      isFormer: sql<boolean>`${apiTokens.secretHash} <> ${secretHash}`,
      disabledAt: accounts.disabledAt,
      locale: accounts.locale,
    })
    .from(apiTokens)
    .innerJoin(accounts, eq(accounts.id, apiTokens.accountId))
    .where(or(eq(apiTokens.secretHash, secretHash), eq(apiTokens.formerHash, secretHash)))
  return row ?? null
}

/** Makes the transaction act as the holder of the presented token, in the same packet as the search for it. */
export async function enterHolder(tx: Tx, secretHash: string): Promise<void> {
  await tx.execute(sql`select set_config('app.account_id', coalesce((select ${apiTokens.accountId} from ${apiTokens}
    where ${apiTokens.secretHash} = ${secretHash} or ${apiTokens.formerHash} = ${secretHash}), ''), true)`)
}

export async function noteUse(tx: Tx, id: Id<'apiToken'>, at: Date, from: string | null): Promise<void> {
  await tx.update(apiTokens).set({ lastUsedAt: at, lastUsedFrom: from }).where(eq(apiTokens.id, id))
}

export async function insertToken(tx: Tx, row: typeof apiTokens.$inferInsert): Promise<void> {
  await tx.insert(apiTokens).values(row)
}

const live = (organisationId: Id<'organisation'>, now: Date) =>
  and(eq(apiTokens.organisationId, organisationId), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, now))

export async function countLiveTokens(
  tx: Tx,
  organisationId: Id<'organisation'>,
  accountId: Id<'account'>,
  now: Date,
): Promise<number> {
  return tx.$count(apiTokens, and(live(organisationId, now), eq(apiTokens.accountId, accountId)))
}

/** Tokens that are not revoked, with their holders; those of one account, or of all. Expired ones for 30 days more. */
export async function listTokens(
  tx: Tx,
  organisationId: Id<'organisation'>,
  accountId: Id<'account'> | null,
  since: Date,
) {
  return tx
    .select({ token: apiTokens, holderName: accounts.fullName })
    .from(apiTokens)
    .innerJoin(accounts, eq(accounts.id, apiTokens.accountId))
    .where(and(live(organisationId, since), accountId ? eq(apiTokens.accountId, accountId) : undefined))
    .orderBy(asc(accounts.fullName), asc(apiTokens.name), asc(apiTokens.id))
}

export async function lockToken(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'apiToken'>,
): Promise<TokenRow | null> {
  const [row] = await tx
    .select()
    .from(apiTokens)
    .where(
      and(eq(apiTokens.organisationId, organisationId), eq(apiTokens.id, id), isNull(apiTokens.revokedAt)),
    )
    .for('update')
  return row ?? null
}

export async function updateToken(tx: Tx, id: Id<'apiToken'>, set: Partial<TokenRow>): Promise<void> {
  await tx.update(apiTokens).set(set).where(eq(apiTokens.id, id))
}
