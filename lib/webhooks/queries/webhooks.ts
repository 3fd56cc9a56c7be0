import {
  and,
  asc,
  count,
  desc,
  eq,
  exists,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  or,
  sql,
} from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isDeliverableWebhook } from '~/db/expressions/is-deliverable-webhook'
import { webhookDeliveries, webhookEndpoints } from '~/db/schema/webhooks'
import type { Id } from '~/lib/kernel/ids'

export type EndpointRow = typeof webhookEndpoints.$inferSelect
export type DeliveryRow = typeof webhookDeliveries.$inferSelect

/** Endpoints of these organisations to which events are sent, without their secrets. */
export async function listLiveEndpoints(tx: Tx, organisationIds: readonly Id<'organisation'>[]) {
  return tx
    .select({
      id: webhookEndpoints.id,
      organisationId: webhookEndpoints.organisationId,
      events: webhookEndpoints.events,
      createdAt: webhookEndpoints.createdAt,
    })
    .from(webhookEndpoints)
    .where(
      and(
        inArray(webhookEndpoints.organisationId, [...organisationIds]),
        isNull(webhookEndpoints.deletedAt),
        isNull(webhookEndpoints.disabledAt),
      ),
    )
    .orderBy(asc(webhookEndpoints.id))
}

/** The messages that wait to be sent to the endpoint. */
export async function listWaitingMessages(tx: Tx, endpointId: Id<'webhookEndpoint'>): Promise<Set<string>> {
  const rows = await tx
    .select({ messageId: webhookDeliveries.messageId })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.endpointId, endpointId), eq(webhookDeliveries.state, 'waiting')))
  return new Set(rows.map(({ messageId }) => messageId))
}

export async function listEndpoints(tx: Tx, organisationId: Id<'organisation'>): Promise<EndpointRow[]> {
  return tx
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.organisationId, organisationId), isNull(webhookEndpoints.deletedAt)))
    .orderBy(asc(webhookEndpoints.createdAt), asc(webhookEndpoints.id))
}

export async function insertEndpoint(tx: Tx, row: typeof webhookEndpoints.$inferInsert): Promise<void> {
  await tx.insert(webhookEndpoints).values(row)
}

/** Locks the endpoint; null when it is not in the organisation. */
export async function lockEndpoint(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'webhookEndpoint'>,
): Promise<EndpointRow | null> {
  const [row] = await tx
    .select()
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.organisationId, organisationId),
        eq(webhookEndpoints.id, id),
        isNull(webhookEndpoints.deletedAt),
      ),
    )
    .for('update')
  return row ?? null
}

export async function updateEndpoint(
  tx: Tx,
  id: Id<'webhookEndpoint'>,
  set: Partial<EndpointRow>,
): Promise<void> {
  await tx.update(webhookEndpoints).set(set).where(eq(webhookEndpoints.id, id))
}

/** A statement accepts 65,534 parameters, and a row has ten. */
const rowsAtOnce = 2_000

export async function insertDeliveries(
  tx: Tx,
  rows: (typeof webhookDeliveries.$inferInsert)[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await tx.insert(webhookDeliveries).values(rows.slice(from, from + rowsAtOnce))
}

/** Deliveries of the organisation's endpoints, newest first. */
export async function listDeliveries(tx: Tx, organisationId: Id<'organisation'>, limit: number) {
  return tx
    .select({
      delivery: webhookDeliveries,
      url: webhookEndpoints.url,
      isEndpointDisabled: sql<boolean>`${webhookEndpoints.disabledAt} is not null`,
    })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(and(eq(webhookDeliveries.organisationId, organisationId), isNull(webhookEndpoints.deletedAt)))
    .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
    .limit(limit)
}

/** Restarts a delivery now; false when it is in progress or does not exist. */
export async function resetDelivery(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'webhookDelivery'>,
  now: Date,
): Promise<boolean> {
  const changed = await tx
    .update(webhookDeliveries)
    .set({ state: 'waiting', attempts: 0, nextAttemptAt: now })
    .where(
      and(
        eq(webhookDeliveries.organisationId, organisationId),
        eq(webhookDeliveries.id, id),
        ne(webhookDeliveries.state, 'waiting'),
      ),
    )
    .returning({ id: webhookDeliveries.id })
  return changed.length === 1
}

export async function findDelivery(tx: Tx, organisationId: Id<'organisation'>, id: Id<'webhookDelivery'>) {
  const [row] = await tx
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.organisationId, organisationId), eq(webhookDeliveries.id, id)))
  return row ?? null
}

/** Limit of concurrent deliveries: a slow endpoint or organisation delays no other. */
const perEndpoint = 3
const perOrganisation = 4

/**
 * Leases up to `limit` due deliveries until `leasedUntil`: no other worker tries them until then. Organisations take
 * turns, each with at most four deliveries and three per endpoint, counting those in `busy` (in progress, by
 * organisation).
 */
export async function leaseDue(
  tx: Tx,
  now: Date,
  leasedUntil: Date,
  { limit, busy }: { limit: number; busy: Readonly<Record<string, number>> },
) {
  const at = (instant: Date) => sql`${instant.toISOString()}::timestamptz`
  // Asked again under the lock: another worker may have delivered the row since this statement began.
  const isDue = sql`state = 'waiting' and next_attempt_at <= ${at(now)} and (leased_until is null or leased_until <= ${at(now)})`
  const rows = await tx.execute<{ id: Id<'webhookDelivery'> }>(sql`
    with due as (
      select d.id, d.organisation_id, d.next_attempt_at, row_number() over (partition by d.endpoint_id order by d.next_attempt_at, d.id) as of_endpoint
      from webhook_deliveries d where ${isDue} and ${isDeliverableWebhook}
    ), turns as (
      select id, next_attempt_at, coalesce((${JSON.stringify(busy)}::jsonb ->> organisation_id)::int, 0)
        + row_number() over (partition by organisation_id order by of_endpoint, next_attempt_at, id) as turn
      from due where of_endpoint <= ${perEndpoint}
    ), chosen as (
      select id from turns where turn <= ${perOrganisation} order by turn, next_attempt_at, id limit ${limit}
    ), taken as (
      select id from webhook_deliveries
      where id in (select id from chosen) and ${isDue}
      for update skip locked
    )
    update webhook_deliveries d set leased_until = ${at(leasedUntil)} from taken where d.id = taken.id returning d.id`)
  if (rows.length === 0) return []
  return tx
    .select({ delivery: webhookDeliveries, endpoint: webhookEndpoints })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(sql`${webhookDeliveries.id} in ${rows.map(({ id }) => id)}`)
    .orderBy(asc(webhookDeliveries.createdAt), asc(webhookDeliveries.id))
}

/** Records the result of an attempt, unless its lease was lost. */
export async function recordAttempt(
  tx: Tx,
  id: Id<'webhookDelivery'>,
  leasedUntil: Date,
  set: Partial<DeliveryRow>,
): Promise<boolean> {
  const changed = await tx
    .update(webhookDeliveries)
    .set({ ...set, leasedUntil: null })
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.leasedUntil, leasedUntil)))
    .returning({ id: webhookDeliveries.id })
  return changed.length === 1
}

/** Records that a waiting delivery was received before. */
export async function markDelivered(tx: Tx, id: Id<'webhookDelivery'>, at: Date): Promise<void> {
  await tx
    .update(webhookDeliveries)
    .set({ state: 'delivered', nextAttemptAt: null, leasedUntil: null, lastAttemptAt: at })
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.state, 'waiting')))
}

/** Whether the endpoint has accepted a delivery since `since`. */
export async function hasAcceptedSince(
  tx: Tx,
  endpointId: Id<'webhookEndpoint'>,
  since: Date,
): Promise<boolean> {
  const [row] = await tx
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.endpointId, endpointId),
        eq(webhookDeliveries.state, 'delivered'),
        gt(webhookDeliveries.lastAttemptAt, since),
      ),
    )
    .limit(1)
  return row !== undefined
}

/** Deletes deliveries created before `before` that have ended, or that wait for a disabled endpoint. */
export async function pruneDeliveries(tx: Tx, before: Date): Promise<void> {
  const waitsForDisabledEndpoint = exists(
    tx
      .select({ id: webhookEndpoints.id })
      .from(webhookEndpoints)
      .where(
        and(
          eq(webhookEndpoints.id, webhookDeliveries.endpointId),
          or(isNotNull(webhookEndpoints.disabledAt), isNotNull(webhookEndpoints.deletedAt)),
        ),
      ),
  )
  await tx
    .delete(webhookDeliveries)
    .where(
      and(
        lt(webhookDeliveries.createdAt, before),
        or(ne(webhookDeliveries.state, 'waiting'), waitsForDisabledEndpoint),
      ),
    )
}

export async function countEndpoints(tx: Tx, organisationId: Id<'organisation'>): Promise<number> {
  const [row] = await tx
    .select({ total: count() })
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.organisationId, organisationId), isNull(webhookEndpoints.deletedAt)))
  return row?.total ?? 0
}
