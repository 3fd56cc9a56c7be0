import { and, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from '~/db/client'
import { changes } from '~/db/schema/changes'
import { consoleTickets } from '~/db/schema/console'
import { accountSessions, accountTokens, rateLimits, staffSessions } from '~/db/schema/identity/identity'
import { alertRecipients } from '~/db/schema/limits'
import { mailMessages, notices } from '~/db/schema/operations'
import { heldOrders } from '~/db/schema/ordering/buying'
import { idempotencyKeys } from '~/db/schema/ordering/ordering'
import { statusSubscribers } from '~/db/schema/status'
import { keptDays } from '~/lib/kernel/retention'

type Expiring = { table: PgTable; key: PgColumn; isOver: (now: Date) => SQL | undefined }

const dayMs = 24 * 3_600_000
const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * dayMs)

/**
 * Ended sessions stay for a day, so that the rows show why a person was signed out; later only the audit trail does.
 */
function sessions(table: typeof accountSessions | typeof staffSessions): Expiring {
  const isOver = (now: Date) => {
    const yesterday = new Date(now.getTime() - dayMs)
    return or(lt(table.expiresAt, yesterday), lt(table.endedAt, yesterday))
  }
  return { table, key: table.tokenHash, isOver }
}

const kinds = {
  idempotency_keys: {
    table: idempotencyKeys,
    key: idempotencyKeys.key,
    isOver: (now) => lt(idempotencyKeys.expiresAt, now),
  },
  // A used link ends when it would have expired, so that its second use can be distinguished from a wrong link.
  account_tokens: {
    table: accountTokens,
    key: accountTokens.id,
    isOver: (now) => lt(accountTokens.expiresAt, now),
  },
  rate_limits: {
    table: rateLimits,
    key: rateLimits.key,
    isOver: (now) => lt(rateLimits.expire, BigInt(now.getTime())),
  },
  // No console lasts a day: the audit trail has every ticket's outcome by then.
  console_tickets: {
    table: consoleTickets,
    key: consoleTickets.secretHash,
    isOver: (now) => lt(consoleTickets.expiresAt, new Date(now.getTime() - dayMs)),
  },
  // Unconfirmed subscribers are deleted after a week.
  status_subscribers: {
    table: statusSubscribers,
    key: statusSubscribers.id,
    isOver: (now) =>
      and(
        isNull(statusSubscribers.confirmedAt),
        lt(statusSubscribers.createdAt, new Date(now.getTime() - 7 * dayMs)),
      ),
  },
  alert_recipients: {
    table: alertRecipients,
    key: alertRecipients.id,
    isOver: (now) =>
      and(
        isNull(alertRecipients.confirmedAt),
        lt(alertRecipients.createdAt, new Date(now.getTime() - 7 * dayMs)),
      ),
  },
  // Proofs of sending are elsewhere: deliveries of documents, reminders and the audit trail have rows of their own.
  mail_messages: {
    table: mailMessages,
    key: mailMessages.id,
    isOver: (now) =>
      and(lt(mailMessages.createdAt, daysBefore(now, keptDays.mails)), ne(mailMessages.state, 'queued')),
  },
  notices: {
    table: notices,
    key: notices.id,
    isOver: (now) =>
      and(
        lt(notices.createdAt, daysBefore(now, keptDays.notices)),
        sql`not exists (select from ${heldOrders} where ${heldOrders.orderId} = ${notices.params} ->> 'orderId')`,
      ),
  },
  account_sessions: sessions(accountSessions),
  staff_sessions: sessions(staffSessions),
  // Sites read them every second; after a pause their pages refetch everything.
  changes: {
    table: changes,
    key: changes.transactionId,
    isOver: (now) => lt(changes.notedAt, new Date(now.getTime() - 10 * 60_000)),
  },
} satisfies Record<string, Expiring>

export type ExpiringKind = keyof typeof kinds
export const expiringKinds = Object.keys(kinds) as ExpiringKind[]

/** Deletes at most `limit` rows of this kind that are expired at `now`; returns how many. */
export async function deleteExpired(tx: Tx, kind: ExpiringKind, now: Date, limit: number): Promise<number> {
  const { table, key, isOver }: Expiring = kinds[kind]
  const some = tx.select({ key }).from(table).where(isOver(now)).limit(limit)
  // The condition is repeated for each row: two organisations may have chosen the same key.
  const gone = await tx
    .delete(table)
    .where(and(isOver(now), inArray(key, some)))
    .returning({ key })
  return gone.length
}
