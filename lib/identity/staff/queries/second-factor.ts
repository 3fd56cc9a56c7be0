import { and, count, eq, isNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accountRecoveryCodes, staffRecoveryCodes } from '~/db/schema/identity/identity'
import { toId } from '~/lib/kernel/ids'

export const accountRecovery = {
  async replace(tx: Tx, id: string, hashes: readonly string[]): Promise<void> {
    const accountId = toId('account', id)
    await tx.delete(accountRecoveryCodes).where(eq(accountRecoveryCodes.accountId, accountId))
    if (hashes.length > 0)
      await tx.insert(accountRecoveryCodes).values(hashes.map((codeHash) => ({ accountId, codeHash })))
  },
  /** Marks a code as used; false when it is unknown or already used. */
  async spend(tx: Tx, id: string, codeHash: string, now: Date): Promise<boolean> {
    const codes = accountRecoveryCodes
    const rows = await tx
      .update(codes)
      .set({ usedAt: now })
      .where(
        and(eq(codes.accountId, toId('account', id)), eq(codes.codeHash, codeHash), isNull(codes.usedAt)),
      )
      .returning({ codeHash: codes.codeHash })
    return rows.length === 1
  },
  async countUnused(tx: Tx, id: string): Promise<number> {
    const codes = accountRecoveryCodes
    const [row] = await tx
      .select({ unused: count() })
      .from(codes)
      .where(and(eq(codes.accountId, toId('account', id)), isNull(codes.usedAt)))
    return row?.unused ?? 0
  },
}

/** The same for staff; see `accountRecovery`. */
export const staffRecovery: typeof accountRecovery = {
  async replace(tx, id, hashes) {
    const staffId = toId('staff', id)
    await tx.delete(staffRecoveryCodes).where(eq(staffRecoveryCodes.staffId, staffId))
    if (hashes.length > 0)
      await tx.insert(staffRecoveryCodes).values(hashes.map((codeHash) => ({ staffId, codeHash })))
  },
  async spend(tx, id, codeHash, now) {
    const codes = staffRecoveryCodes
    const rows = await tx
      .update(codes)
      .set({ usedAt: now })
      .where(and(eq(codes.staffId, toId('staff', id)), eq(codes.codeHash, codeHash), isNull(codes.usedAt)))
      .returning({ codeHash: codes.codeHash })
    return rows.length === 1
  },
  async countUnused(tx, id) {
    const codes = staffRecoveryCodes
    const [row] = await tx
      .select({ unused: count() })
      .from(codes)
      .where(and(eq(codes.staffId, toId('staff', id)), isNull(codes.usedAt)))
    return row?.unused ?? 0
  },
}
