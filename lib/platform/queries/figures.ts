/** What an operator watches, read by the worker for metrics and by the operator's site for its page. */
import { and, asc, count, eq, inArray, isNotNull, min, not, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isDeliverableWebhook } from '~/db/expressions/is-deliverable-webhook'
import { isDoubtful } from '~/db/expressions/is-doubtful'
import { documentDeliveries, paymentReports } from '~/db/schema/billing/delivery'
import { declarations } from '~/db/schema/billing/ereporting'
import { zoneReach, zones } from '~/db/schema/catalogue'
import { drifts } from '~/db/schema/hypervisors'
import { hosts } from '~/db/schema/inventory'
import { processHeartbeats } from '~/db/schema/platform'
import { type SagaState, sagas } from '~/db/schema/provisioning'
import { doubtfulSendings } from '~/db/schema/recovery'

export type OpenSagas = { kind: string; state: SagaState; open: number; oldestAt: Date }

const open: SagaState[] = ['running', 'undoing', 'parked']

/** The sagas that have not ended, by kind and state. */
export async function countOpenSagas(tx: Tx): Promise<OpenSagas[]> {
  const rows = await tx
    .select({ kind: sagas.kind, state: sagas.state, open: count(), oldestAt: min(sagas.createdAt) })
    .from(sagas)
    .where(inArray(sagas.state, open))
    .groupBy(sagas.kind, sagas.state)
    .orderBy(asc(sagas.kind), asc(sagas.state))
  return rows.flatMap(({ oldestAt, ...row }) => (oldestAt ? [{ ...row, oldestAt }] : []))
}

export type QueuedJobs = {
  task: string
  /** Not taken, with attempts left. */
  waiting: number
  /** Of these, those that may run now. */
  due: number
  oldestDueAt: Date | null
  oldestWaitingAt: Date | null
  givenUp: number
}

export async function countJobs(tx: Tx): Promise<QueuedJobs[]> {
  const rows = await tx.execute<
    Omit<QueuedJobs, 'oldestDueAt' | 'oldestWaitingAt'> & {
      oldestDueAt: string | null
      oldestWaitingAt: string | null
    }
  >(sql`
    select task, waiting, due, oldest_due as "oldestDueAt", oldest_waiting as "oldestWaitingAt", given_up as "givenUp"
    from queue_api.count_jobs() order by task`)
  return rows.map((row) => ({
    ...row,
    oldestDueAt: instantOf(row.oldestDueAt),
    oldestWaitingAt: instantOf(row.oldestWaitingAt),
  }))
}

export type Waiting = { waiting: number; since: Date | null }

/** Webhooks that a worker would send now; a count stops at ten thousand. */
export async function countDueWebhooks(tx: Tx, now: Date): Promise<Waiting> {
  const [row] = await tx.execute<{ waiting: number; since: string | null }>(sql`
    select count(*)::int as waiting, min(next_attempt_at) as since from (
      select d.next_attempt_at from webhook_deliveries d
      where d.state = 'waiting' and d.next_attempt_at <= ${now.toISOString()}::timestamptz and ${isDeliverableWebhook}
      order by d.next_attempt_at limit 10000) due`)
  return { waiting: row?.waiting ?? 0, since: instantOf(row?.since) }
}

/** E-invoices, reports of payments and declarations that are to be sent to their platform. */
export async function countUnsentDocuments(
  tx: Tx,
): Promise<{ einvoices: Waiting; payments: Waiting; declarations: Waiting }> {
  const countOf = async (table: typeof documentDeliveries | typeof paymentReports | typeof declarations) => {
    const [row] = await tx
      .select({ waiting: count(), since: min(table.createdAt) })
      .from(table)
      .where(and(eq(table.state, 'waiting'), isNotNull(table.nextAttemptAt), not(isDoubtful(table.id))))
    return { waiting: row?.waiting ?? 0, since: row?.since ?? null }
  }
  return {
    einvoices: await countOf(documentDeliveries),
    payments: await countOf(paymentReports),
    declarations: await countOf(declarations),
  }
}

/** What may have been sent before a restore, and no second person has decided about. */
export async function countUndecidedSendings(tx: Tx): Promise<Waiting> {
  const [row] = await tx
    .select({ waiting: count(), since: min(doubtfulSendings.doubtedAt) })
    .from(doubtfulSendings)
    .where(inArray(doubtfulSendings.state, ['open', 'proposed']))
  return { waiting: row?.waiting ?? 0, since: row?.since ?? null }
}

export type OpenDrifts = { zone: string; isHeld: boolean; open: number }

export async function countOpenDrifts(tx: Tx): Promise<OpenDrifts[]> {
  return tx
    .select({ zone: zones.code, isHeld: drifts.held, open: count() })
    .from(drifts)
    .innerJoin(zones, eq(zones.id, drifts.zoneId))
    .where(eq(drifts.state, 'open'))
    .groupBy(zones.code, drifts.held)
    .orderBy(asc(zones.code), asc(drifts.held))
}

export type ZoneState = {
  zone: string
  driver: 'simulator' | 'incus'
  /** Null for a simulated zone, and before the first answer. */
  reachedAt: Date | null
  silentHosts: number
}

export async function listZoneStates(tx: Tx): Promise<ZoneState[]> {
  const silent = tx
    .select({ zoneId: hosts.zoneId, hosts: count().as('silent_hosts') })
    .from(hosts)
    .where(and(isNotNull(hosts.unreachableSince), sql`${hosts.state} <> 'retired'`))
    .groupBy(hosts.zoneId)
    .as('silent')
  return tx
    .select({
      zone: zones.code,
      driver: zones.driver,
      reachedAt: zoneReach.reachedAt,
      silentHosts: sql<number>`coalesce(${silent.hosts}, 0)::int`,
    })
    .from(zones)
    .leftJoin(zoneReach, eq(zoneReach.zoneId, zones.id))
    .leftJoin(silent, eq(silent.zoneId, zones.id))
    .orderBy(asc(zones.code))
}

export type CertificateEnds = {
  /** When the first certificate that we renew ends. */
  renewed: Date | null
  /** When the first one that a customer brought ends. */
  uploaded: Date | null
  failedOrders: number
}

export async function findCertificateEnds(tx: Tx, now: Date): Promise<CertificateEnds> {
  const [row] = await tx.execute<{ renewed: string | null; uploaded: string | null; failed: number }>(sql`
    select min(c.valid_to) filter (where o.certificate_id is not null) as renewed,
      min(c.valid_to) filter (where o.certificate_id is null and c.valid_to > ${now.toISOString()}::timestamptz) as uploaded,
      count(*) filter (where o.state = 'failed')::int as failed
    from certificates c left join certificate_orders o on o.certificate_id = c.id`)
  return {
    renewed: instantOf(row?.renewed),
    uploaded: instantOf(row?.uploaded),
    failedOrders: row?.failed ?? 0,
  }
}

export type ProcessRow = typeof processHeartbeats.$inferSelect

export async function listProcesses(tx: Tx): Promise<ProcessRow[]> {
  return tx.select().from(processHeartbeats).orderBy(asc(processHeartbeats.kind), asc(processHeartbeats.id))
}

const instantOf = (text: string | null | undefined) => (text ? new Date(text) : null)
