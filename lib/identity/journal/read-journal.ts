import { withOrganisation, withStaff } from '~/db/client'
import { findJournalCheck, type JournalCheckFact } from '~/lib/audit/rows'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorize, authorizeStaff } from '../authorize'
import { toJournalQuery } from './journal-query'
import * as journal from './queries/journal'
import type { JournalFilterInput } from './schema'
import type { JournalEntry, JournalView } from './views'

export const journalPageSize = 100

/** Lists the organisation's audit entries, newest first, including reads by the provider. */
export async function readJournal(
  ctx: OpContext,
  input: JournalFilterInput,
): Promise<JournalView & { actors: { id: string; fullName: string }[]; events: string[] }> {
  authorize(ctx, 'journal:read')
  const { filter, page } = toQuery(input)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const rows = await journal.listJournal(tx, organisationId, filter, page)
    const total = await journal.countJournal(tx, organisationId, filter)
    const actors = await journal.listJournalActors(tx, organisationId)
    const events = await journal.listJournalEvents(tx, organisationId)
    const entries = rows.map((row) =>
      toEntry({ ...row, staffName: null, organisationName: null }, 'customer'),
    )
    return { entries, total, pageSize: journalPageSize, actors, events }
  })
}

/** Lists audit entries of all organisations, for the operator's auditors. */
export async function readOperatorJournal(
  ctx: OpContext,
  input: JournalFilterInput & { organisationId: string | null },
): Promise<JournalView> {
  authorizeStaff(ctx, 'audit:inspect')
  const { filter, page } = toQuery(input)
  const { organisationId } = input
  return withStaff(ctx, async (tx) => {
    const rows = await journal.listAllEvents(tx, organisationId, filter, page)
    const total = await journal.countAllEvents(tx, organisationId, filter)
    const entries = rows.map((row) => toEntry(row, 'operator'))
    return { entries, total, pageSize: journalPageSize }
  })
}

function toQuery(input: JournalFilterInput) {
  return {
    filter: toJournalQuery(input),
    page: { limit: journalPageSize, offset: (input.page - 1) * journalPageSize },
  }
}

type Row = Awaited<ReturnType<typeof journal.listAllEvents>>[number]

function toEntry(row: Row, reader: 'customer' | 'operator'): JournalEntry {
  // Customers see that the operator's staff or systems acted, but not which person or system, nor from where.
  const isHidden = reader === 'customer' && (row.actorKind === 'staff' || row.actorKind === 'system')
  return {
    id: row.id,
    event: row.event,
    actorKind: row.actorKind,
    actorName: isHidden ? null : (row.accountName ?? row.staffName ?? (row.actorLabel || null)),
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    // The name recorded in the entry takes precedence over the current name.
    subjectName: nameIn(row.details) ?? row.subjectName,
    details: row.details,
    ip: isHidden ? null : row.ip,
    occurredAt: row.occurredAt.toISOString(),
    organisationName: row.organisationName,
    isChained: row.sequence !== null,
  }
}

function nameIn(details: Record<string, unknown>): string | null {
  return typeof details.name === 'string' ? details.name : null
}

/** Returns the result of the last verification of the whole audit trail; null before the first. */
export async function readJournalCheck(ctx: OpContext): Promise<JournalCheckFact | null> {
  authorizeStaff(ctx, 'audit:inspect')
  return withStaff(ctx, findJournalCheck)
}
