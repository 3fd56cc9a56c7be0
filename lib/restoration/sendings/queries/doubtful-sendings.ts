import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { staffAccounts } from '~/db/schema/identity/identity'
import { doubtfulSendings, type SendingKind } from '~/db/schema/recovery'
import type { Id } from '~/lib/kernel/ids'

export type SendingRow = typeof doubtfulSendings.$inferSelect
export type Outcome = 'send' | 'sent'
type Named = {
  id: string
  name: string | null
  reference: string
  organisationName: string | null
  plannedAt: string
}

/** Those of this kind, or of all, that no one decided or no worker ended, by kind and age, with who proposed what. */
export async function listUndone(tx: Tx, kind: SendingKind | null, limit: number) {
  return tx
    .select({ sending: doubtfulSendings, proposedBy: staffAccounts.fullName })
    .from(doubtfulSendings)
    .leftJoin(staffAccounts, eq(staffAccounts.id, doubtfulSendings.proposedByStaffId))
    .where(and(ne(doubtfulSendings.state, 'done'), kind ? eq(doubtfulSendings.kind, kind) : undefined))
    .orderBy(asc(doubtfulSendings.kind), asc(doubtfulSendings.id))
    .limit(limit)
}

/** What each sending is, and how its receiver knows it. One that was deleted meanwhile is missing. */
export async function listSubjects(tx: Tx, ids: readonly string[]): Promise<Map<string, Named>> {
  if (ids.length === 0) return new Map()
  const list = sql`array[${sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )}]::text[]`
  const wanted = sql`any(${list})`
  const rows = await tx.execute<Named>(sql`
    select w.id, w.name, w.reference, o.legal_name as "organisationName",
      to_char(w.planned_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "plannedAt"
    from (
      select id, subject as name, recipient as reference, null::text as organisation_id, created_at as planned_at
        from app.name_doubtful_mails(${list})
      union all select id, event, message_id, organisation_id, created_at from webhook_deliveries where id = ${wanted}
      union all select e.id, d.number, e.id, e.organisation_id, e.created_at from document_deliveries e
        join billing_documents d on d.id = e.document_id where e.id = ${wanted}
      union all select r.id, d.number, r.id, r.organisation_id, r.created_at from payment_reports r
        join billing_documents d on d.id = r.document_id where r.id = ${wanted}
      union all select id, number, id, null, created_at from declarations where id = ${wanted}
      union all select id, null, message_id, null, prepared_at from direct_debit_batches where id = ${wanted}
      union all select t.id, d.number, t.end_to_end_id, t.organisation_id, t.planned_at from direct_debits t
        join billing_documents d on d.id = t.document_id where t.id = ${wanted}
    ) w left join organisations o on o.id = w.organisation_id`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Counts those that no one decided or no worker ended, by kind; a kind without any is missing. */
export async function countUndone(tx: Tx): Promise<{ kind: SendingKind; count: number }[]> {
  return tx
    .select({ kind: doubtfulSendings.kind, count: sql<number>`count(*)::int` })
    .from(doubtfulSendings)
    .where(ne(doubtfulSendings.state, 'done'))
    .groupBy(doubtfulSendings.kind)
    .orderBy(asc(doubtfulSendings.kind))
}

/** Those in this state, and with this outcome where one is given, locked in the order of their ids. */
export async function lockSendings(
  tx: Tx,
  ids: readonly Id<'doubtfulSending'>[],
  { state, outcome }: { state: 'open' | 'proposed'; outcome?: Outcome | null },
): Promise<SendingRow[]> {
  return tx
    .select()
    .from(doubtfulSendings)
    .where(
      and(
        inArray(doubtfulSendings.id, [...ids]),
        eq(doubtfulSendings.state, state),
        outcome ? eq(doubtfulSendings.outcome, outcome) : undefined,
      ),
    )
    .orderBy(asc(doubtfulSendings.id))
    .for('update')
}

export async function proposeOutcome(
  tx: Tx,
  ids: readonly Id<'doubtfulSending'>[],
  proposal: { outcome: Outcome; reference: string; proposedByStaffId: Id<'staff'>; proposedAt: Date },
): Promise<void> {
  await tx
    .update(doubtfulSendings)
    .set({ state: 'proposed', ...proposal })
    .where(inArray(doubtfulSendings.id, [...ids]))
}

export async function withdrawOutcome(tx: Tx, ids: readonly Id<'doubtfulSending'>[]): Promise<void> {
  await tx
    .update(doubtfulSendings)
    .set({ state: 'open', outcome: null, reference: null, proposedByStaffId: null, proposedAt: null })
    .where(inArray(doubtfulSendings.id, [...ids]))
}

export async function confirmOutcome(
  tx: Tx,
  ids: readonly Id<'doubtfulSending'>[],
  decision: { decidedByStaffId: Id<'staff'>; decidedAt: Date },
): Promise<void> {
  await tx
    .update(doubtfulSendings)
    .set({ state: 'waiting', ...decision })
    .where(inArray(doubtfulSendings.id, [...ids]))
}

export type DecidedSending = {
  id: Id<'doubtfulSending'>
  kind: SendingKind
  subject: string
  outcome: Outcome
  decidedByStaffId: Id<'staff'>
}

/** Decided ones that wait for a worker, locked; another worker's are left out. */
export async function lockDecided(tx: Tx, limit: number): Promise<DecidedSending[]> {
  const rows = await tx
    .select()
    .from(doubtfulSendings)
    .where(eq(doubtfulSendings.state, 'waiting'))
    .orderBy(asc(doubtfulSendings.id))
    .limit(limit)
    .for('update', { skipLocked: true })
  return rows.flatMap(({ id, kind, subject, outcome, decidedByStaffId }) =>
    outcome && decidedByStaffId ? [{ id, kind, subject, outcome, decidedByStaffId }] : [],
  )
}

export async function endSending(tx: Tx, id: Id<'doubtfulSending'>, endedAt: Date): Promise<void> {
  await tx.update(doubtfulSendings).set({ state: 'done', endedAt }).where(eq(doubtfulSendings.id, id))
}
