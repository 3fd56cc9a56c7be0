import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { idempotencyKeys } from '~/db/schema/ordering'
import type { Id } from '~/lib/kernel/ids'

export type IdempotencyRow = typeof idempotencyKeys.$inferSelect

/** Take the key if nobody has it, or if its time is over; false when somebody holds it. */
export async function reserveKey(
  tx: Tx,
  row: Pick<IdempotencyRow, 'organisationId' | 'key' | 'requestHash' | 'createdAt' | 'expiresAt'>,
): Promise<boolean> {
  const taken = await tx
    .insert(idempotencyKeys)
    .values(row)
    .onConflictDoUpdate({
      target: [idempotencyKeys.organisationId, idempotencyKeys.key],
      set: {
        requestHash: row.requestHash,
        response: null,
        createdAt: row.createdAt,
        expiresAt: row.expiresAt,
      },
      setWhere: sql`${idempotencyKeys.expiresAt} <= ${row.createdAt.toISOString()}::timestamptz`,
    })
    .returning({ key: idempotencyKeys.key })
  return taken.length === 1
}

const one = (organisationId: Id<'organisation'>, key: string) =>
  and(eq(idempotencyKeys.organisationId, organisationId), eq(idempotencyKeys.key, key))

export async function findKey(
  tx: Tx,
  organisationId: Id<'organisation'>,
  key: string,
): Promise<IdempotencyRow | null> {
  const [row] = await tx.select().from(idempotencyKeys).where(one(organisationId, key))
  return row ?? null
}

export async function findKeyForUpdate(
  tx: Tx,
  organisationId: Id<'organisation'>,
  key: string,
): Promise<IdempotencyRow | null> {
  const [row] = await tx.select().from(idempotencyKeys).where(one(organisationId, key)).for('update')
  return row ?? null
}

/** Keep the answer under the key until `expiresAt`. */
export async function storeAnswer(
  tx: Tx,
  organisationId: Id<'organisation'>,
  key: string,
  response: Record<string, unknown>,
  expiresAt: Date,
): Promise<void> {
  await tx.update(idempotencyKeys).set({ response, expiresAt }).where(one(organisationId, key))
}

/** Give a key back that got no answer: whoever comes next with it starts anew, and is counted. */
export async function releaseKey(
  tx: Tx,
  organisationId: Id<'organisation'>,
  key: string,
  heldSince: Date,
): Promise<void> {
  await tx
    .update(idempotencyKeys)
    .set({ expiresAt: sql`'epoch'::timestamptz` })
    .where(
      and(
        one(organisationId, key),
        // The hold of another, who came when this one had run out, is theirs.
        eq(idempotencyKeys.createdAt, heldSince),
        sql`${idempotencyKeys.response} is null`,
      ),
    )
}
