import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { executeText } from '~/db/execute-raw'
import { insertRows } from '~/db/insert-rows'
import { staffAccounts } from '~/db/schema/identity/identity'
import { auditEvents, installationFacts } from '~/db/schema/operations'

export type AuditRow = Omit<typeof auditEvents.$inferSelect, 'sequence' | 'hash'>

/** Appends audit rows in the transaction of the change. */
export async function insertAuditEvents(tx: Tx, rows: AuditRow[]): Promise<void> {
  const [row] = rows
  if (rows.length > 1 || !row) return void (await tx.execute(insertRows(auditEvents, rows)))
  const { id, organisationId, event, actorKind, actorId, actorLabel, surface, requestId, ip } = row
  const { subjectKind, subjectId, details, occurredAt } = row
  await executeText(tx, insertOne, [
    id,
    organisationId,
    event,
    actorKind,
    actorId,
    actorLabel,
    surface,
    requestId,
    ip,
    subjectKind,
    subjectId,
    JSON.stringify(details),
    occurredAt.toISOString(),
  ])
}

// Handwritten SQL: every change records a row, and this is the fastest way.
const insertOne = `insert into audit_events (id, organisation_id, event, actor_kind, actor_id, actor_label, surface, request_id, ip,
  subject_kind, subject_id, details, occurred_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13::timestamptz)`

export type ChainLink = { id: string; sequence: bigint; hash: string }

/** Takes the chaining lock until the transaction ends; false when another worker holds it. */
export async function lockChain(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('audit chain', 0)) as locked`,
  )
  return row?.locked ?? false
}

/** Audit rows without a sequence, oldest first. */
export async function listUnchained(tx: Tx, limit: number) {
  return tx
    .select()
    .from(auditEvents)
    .where(isNull(auditEvents.sequence))
    .orderBy(asc(auditEvents.occurredAt), asc(auditEvents.id))
    .limit(limit)
}

export async function findLastLink(tx: Tx): Promise<{ sequence: bigint; hash: string } | null> {
  const [row] = await tx
    .select({ sequence: auditEvents.sequence, hash: auditEvents.hash })
    .from(auditEvents)
    .where(isNotNull(auditEvents.sequence))
    .orderBy(desc(auditEvents.sequence))
    .limit(1)
  return row && row.sequence !== null && row.hash !== null ? { sequence: row.sequence, hash: row.hash } : null
}

/** The hashes of those of these sequences that exist. */
export async function findHashes(tx: Tx, sequences: readonly bigint[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  if (sequences.length === 0) return found
  const rows = await tx
    .select({ sequence: auditEvents.sequence, hash: auditEvents.hash })
    .from(auditEvents)
    .where(inArray(auditEvents.sequence, [...sequences]))
  for (const { sequence, hash } of rows)
    if (sequence !== null && hash !== null) found.set(`${sequence}`, hash)
  return found
}

/** The people responsible for the audit trail: administrators and auditors. */
export async function listJournalStaff(tx: Tx) {
  return tx
    .select({ email: staffAccounts.email, fullName: staffAccounts.fullName, locale: staffAccounts.locale })
    .from(staffAccounts)
    .where(and(isNull(staffAccounts.disabledAt), sql`${staffAccounts.roles} && '{administrator,auditor}'`))
    .orderBy(asc(staffAccounts.email))
}

/** Serialises appends to the file of heads until the transaction ends. */
export async function lockJournalHeads(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('journal heads', 0))`)
}

/** The result of the last verification of the whole audit trail, for the operator's page. */
export type JournalCheckFact = { checkedAt: string; rows: string; reason: string | null }

const checkFact = 'journal_check'

/** Returns true when the result differs from the previous one. */
export async function keepJournalCheck(tx: Tx, check: JournalCheckFact): Promise<boolean> {
  const before = await findJournalCheck(tx)
  const value = JSON.stringify(check)
  await tx
    .insert(installationFacts)
    .values({ name: checkFact, value })
    .onConflictDoUpdate({ target: installationFacts.name, set: { value } })
  return (before?.reason ?? null) !== check.reason
}

export async function findJournalCheck(tx: Tx): Promise<JournalCheckFact | null> {
  const [row] = await tx
    .select({ value: installationFacts.value })
    .from(installationFacts)
    .where(eq(installationFacts.name, checkFact))
  return row ? (JSON.parse(row.value) as JournalCheckFact) : null
}

/** Chained rows after a sequence, in order. */
export async function listChained(tx: Tx, after: bigint, limit: number) {
  return tx
    .select()
    .from(auditEvents)
    .where(gt(auditEvents.sequence, after))
    .orderBy(asc(auditEvents.sequence))
    .limit(limit)
}

/** Sets the places of these rows in the chain, in one statement. */
export async function setLinks(tx: Tx, links: readonly ChainLink[]): Promise<void> {
  if (links.length === 0) return
  const rows = JSON.stringify(links.map((link) => ({ ...link, sequence: link.sequence.toString() })))
  await tx.execute(sql`
    update audit_events e set sequence = l.sequence, hash = l.hash
    from jsonb_to_recordset(${rows}::jsonb) as l(id text, sequence bigint, hash text)
    where e.id = l.id and e.sequence is null`)
}
