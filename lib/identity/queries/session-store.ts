import { and, desc, eq, gt, inArray, isNull, ne, type SQL } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accountSessions, staffSessions } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export type EndReason =
  | 'signed_out'
  | 'ended_by_person'
  | 'password_changed'
  | 'password_reset'
  | 'second_factor_changed'
  | 'renewed'
  | 'account_disabled'

export type NewSession = {
  tokenHash: string
  personId: string
  createdAt: Date
  expiresAt: Date
  secondFactorAt: Date | null
  userAgent: string | null
  ip: string | null
}
export type SessionRow = {
  tokenHash: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  userAgent: string | null
  ip: string | null
}

type Sessions = typeof accountSessions
/** The two tables differ in the column that refers to the person. */
type PersonColumn = Sessions['accountId']

function sessionQueries(table: Sessions, person: PersonColumn, personKey: 'accountId' | 'staffId') {
  const ofPerson = (id: string) => eq(person, id as Id<'account'>)
  const listed = {
    tokenHash: table.tokenHash,
    createdAt: table.createdAt,
    lastSeenAt: table.lastSeenAt,
    expiresAt: table.expiresAt,
    userAgent: table.userAgent,
    ip: table.ip,
  }
  const end = async (tx: Tx, where: SQL | undefined, now: Date, reason: EndReason): Promise<number> => {
    const rows = await tx
      .update(table)
      .set({ endedAt: now, endedReason: reason })
      .where(and(isNull(table.endedAt), where))
      .returning({ tokenHash: table.tokenHash })
    return rows.length
  }
  return {
    async insert(tx: Tx, { personId, ...row }: NewSession): Promise<void> {
      const values = { ...row, lastSeenAt: row.createdAt, [personKey]: personId }
      await tx.insert(table).values(values as unknown as Sessions['$inferInsert'])
    },
    async find(tx: Tx, personId: string, tokenHash: string): Promise<SessionRow | null> {
      const [row] = await tx
        .select(listed)
        .from(table)
        .where(and(ofPerson(personId), eq(table.tokenHash, tokenHash), isNull(table.endedAt)))
      return row ?? null
    },
    /** Live sessions within their absolute limit, the last used first. */
    async list(tx: Tx, personId: string, now: Date): Promise<SessionRow[]> {
      return tx
        .select(listed)
        .from(table)
        .where(and(ofPerson(personId), isNull(table.endedAt), gt(table.expiresAt, now)))
        .orderBy(desc(table.lastSeenAt), table.tokenHash)
    },
    /** Whether this session ended after `since` for one of these reasons. */
    async hasEnded(tx: Tx, tokenHash: string, reasons: EndReason[], since: Date): Promise<boolean> {
      const ended = and(gt(table.endedAt, since), inArray(table.endedReason, reasons))
      const rows = await tx
        .select({ tokenHash: table.tokenHash })
        .from(table)
        .where(and(eq(table.tokenHash, tokenHash), ended))
      return rows.length > 0
    },
    /** Ends one session of this person; false when there is none. */
    async endOne(tx: Tx, personId: string, tokenHash: string, now: Date, reason: EndReason) {
      return (await end(tx, and(ofPerson(personId), eq(table.tokenHash, tokenHash)), now, reason)) === 1
    },
    /** Ends every session of this person except `exceptHash` (null: all); returns how many. */
    async endAll(tx: Tx, personId: string, exceptHash: string | null, now: Date, reason: EndReason) {
      const others = exceptHash === null ? undefined : ne(table.tokenHash, exceptHash)
      return end(tx, and(ofPerson(personId), others), now, reason)
    },
  }
}

export const accountSessionStore = sessionQueries(accountSessions, accountSessions.accountId, 'accountId')
export const staffSessionStore = sessionQueries(
  staffSessions as unknown as Sessions,
  staffSessions.staffId as unknown as PersonColumn,
  'staffId',
)
