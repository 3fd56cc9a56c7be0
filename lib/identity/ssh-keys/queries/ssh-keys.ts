import { and, asc, count, eq, isNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts, sshKeys } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export async function listSshKeys(tx: Tx, organisationId: Id<'organisation'>) {
  return tx
    .select({
      id: sshKeys.id,
      name: sshKeys.name,
      algorithm: sshKeys.algorithm,
      publicKey: sshKeys.publicKey,
      fingerprint: sshKeys.fingerprint,
      createdByName: accounts.fullName,
      createdByAccountId: sshKeys.createdByAccountId,
      createdAt: sshKeys.createdAt,
    })
    .from(sshKeys)
    .leftJoin(accounts, eq(accounts.id, sshKeys.createdByAccountId))
    .where(and(eq(sshKeys.organisationId, organisationId), isNull(sshKeys.deletedAt)))
    .orderBy(asc(sshKeys.name))
}

export async function countSshKeys(tx: Tx, organisationId: Id<'organisation'>): Promise<number> {
  const [row] = await tx
    .select({ total: count() })
    .from(sshKeys)
    .where(and(eq(sshKeys.organisationId, organisationId), isNull(sshKeys.deletedAt)))
  return row?.total ?? 0
}

export async function insertSshKey(tx: Tx, row: typeof sshKeys.$inferInsert): Promise<void> {
  await tx.insert(sshKeys).values(row)
}

/** Withdraws the key from new servers; its row stays for the audit trail. Null when there is none. */
export async function endSshKey(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'sshKey'>,
  deletedAt: Date,
) {
  const [row] = await tx
    .update(sshKeys)
    .set({ deletedAt })
    .where(and(eq(sshKeys.organisationId, organisationId), eq(sshKeys.id, id), isNull(sshKeys.deletedAt)))
    .returning({ id: sshKeys.id, name: sshKeys.name, fingerprint: sshKeys.fingerprint })
  return row ?? null
}
