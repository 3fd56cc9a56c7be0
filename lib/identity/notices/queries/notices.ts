import { and, desc, eq, isNull, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { organisationMembers } from '~/db/schema/identity/identity'
import { noticeReadings, notices } from '~/db/schema/operations'
import { approvalDecisions, heldOrders } from '~/db/schema/ordering/buying'
import type { Id } from '~/lib/kernel/ids'

export async function insertNotice(tx: Tx, row: typeof notices.$inferInsert): Promise<void> {
  await tx.insert(notices).values(row)
}

/** When the signed-in person last read notices; members see none from before they joined. */
const readUpTo = sql`greatest(
  (select r.read_up_to from ${noticeReadings} r where r.organisation_id = ${notices.organisationId} and r.account_id = app.current_account()),
  (select m.created_at - interval '1 millisecond' from ${organisationMembers} m where m.organisation_id = ${notices.organisationId} and m.account_id = app.current_account() and m.removed_at is null))`

/** A request for a decision ends when the order no longer waits or the person has decided. */
const isDecisionPending = sql`(${notices.params} ->> 'orderId' is null or exists (
  select from ${heldOrders} h where h.order_id = ${notices.params} ->> 'orderId' and h.obstacle is null and not exists (
    select from ${approvalDecisions} d where d.order_id = h.order_id and d.account_id = app.current_account())))`

const shown = {
  id: notices.id,
  kind: notices.kind,
  params: notices.params,
  href: notices.href,
  createdAt: notices.createdAt,
}
const isUnread = sql<boolean>`(${notices.readAt} is null and ${notices.createdAt} > coalesce(${readUpTo}, '-infinity'::timestamptz) and ${isDecisionPending})`
/** Members see none from before they joined. */
const isSinceJoined = sql`${notices.createdAt} >= (select m.created_at from ${organisationMembers} m
  where m.organisation_id = ${notices.organisationId} and m.account_id = app.current_account() and m.removed_at is null)`

/** Every notice visible to the signed-in person since joining, newest first. */
export async function listNotices(
  tx: Tx,
  organisationId: Id<'organisation'>,
  { limit, offset }: { limit: number; offset: number },
) {
  return tx
    .select({ ...shown, isUnread: isUnread.as('is_unread') })
    .from(notices)
    .where(and(eq(notices.organisationId, organisationId), isSinceJoined))
    .orderBy(desc(notices.createdAt), desc(notices.id))
    .limit(limit)
    .offset(offset)
}

/** The number of notices that `listNotices` has on all its pages. */
export async function countNotices(tx: Tx, organisationId: Id<'organisation'>): Promise<number> {
  return tx.$count(notices, and(eq(notices.organisationId, organisationId), isSinceJoined))
}

/** Unread notices visible to the signed-in person, newest first. */
export async function listUnreadNotices(
  tx: Tx,
  organisationId: Id<'organisation'>,
  { except, limit }: { except: readonly string[]; limit: number },
) {
  return tx
    .select(shown)
    .from(notices)
    .where(
      and(
        eq(notices.organisationId, organisationId),
        isNull(notices.readAt),
        sql`${notices.createdAt} > coalesce(${readUpTo}, '-infinity'::timestamptz)`,
        isDecisionPending,
        except.length > 0 ? notInArray(notices.kind, [...except]) : undefined,
      ),
    )
    .orderBy(desc(notices.createdAt), desc(notices.id))
    .limit(limit)
}

/** Marks notices up to `readUpTo` as read by this person; never moves backwards. */
export async function markNoticesRead(tx: Tx, reading: typeof noticeReadings.$inferInsert): Promise<void> {
  await tx
    .insert(noticeReadings)
    .values(reading)
    .onConflictDoUpdate({
      target: [noticeReadings.organisationId, noticeReadings.accountId],
      set: { readUpTo: sql`greatest(notice_readings.read_up_to, excluded.read_up_to)` },
    })
}
