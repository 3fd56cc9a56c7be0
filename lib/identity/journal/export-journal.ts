import { Readable } from 'node:stream'
import { type Tx, withOrganisation, withStaff } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { csvLine } from '~/lib/kernel/text/csv'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { authorize, authorizeStaff } from '../authorize'
import { toJournalQuery } from './journal-query'
import * as journal from './queries/journal'
import type { JournalExportInput } from './schema'

export type JournalFile = { fileName: string; body: ReadableStream<Uint8Array> }
/** Returns an event's name in the reader's language. */
export type EventWords = (event: string) => string

/** Read in short transactions, so memory use is one batch for an audit trail of any length. */
const batchSize = 500
const columns = [
  'occurred_at',
  'event',
  'event_name',
  'actor_kind',
  'actor_id',
  'actor_name',
  'organisation_id',
  'subject_kind',
  'subject_id',
  'ip',
  'details',
  'sequence',
  'hash',
] as const

type Row = Awaited<ReturnType<typeof journal.listJournalAfter>>[number]
type Read = <T>(run: (tx: Tx) => Promise<T>) => Promise<T>

/**
 * Exports the organisation's audit entries that match the filter, newest first, as a file for spreadsheets. Acts of the
 * provider's staff and systems are included without names and addresses.
 *
 * @throws DomainError `forbidden`
 */
export function exportJournal(ctx: OpContext, input: JournalExportInput, words: EventWords): JournalFile {
  const organisationId = authorize(ctx, 'journal:read')
  const read: Read = (run) => withOrganisation(ctx, run)
  return file(
    ctx,
    write(read, organisationId, input, (row) => cells(row, words, isOfProvider(row))),
  )
}

/** The same over all organisations, or one, with staff names. @throws DomainError `forbidden` */
export function exportOperatorJournal(
  ctx: OpContext,
  { organisationId, ...input }: JournalExportInput & { organisationId: string | null },
  words: EventWords,
): JournalFile {
  authorizeStaff(ctx, 'audit:inspect')
  const read: Read = (run) => withStaff(ctx, run)
  return file(
    ctx,
    write(read, organisationId, input, (row) => cells(row, words, false)),
  )
}

const isOfProvider = ({ actorKind }: Row) => actorKind === 'staff' || actorKind === 'system'

function file(ctx: OpContext, lines: AsyncGenerator<Buffer>): JournalFile {
  const body = Readable.toWeb(Readable.from(lines, { highWaterMark: 1 })) as ReadableStream<Uint8Array>
  return { fileName: `journal-${parisDay(ctx.now)}.csv`, body }
}

async function* write(
  read: Read,
  organisationId: string | null,
  input: JournalExportInput,
  toCells: (row: Row) => string[],
): AsyncGenerator<Buffer> {
  yield Buffer.from(`\ufeff${csvLine(columns)}`, 'utf8')
  const filter = toJournalQuery(input)
  for (let cursor: journal.JournalCursor | null = null; ; ) {
    const from: journal.JournalCursor | null = cursor
    const rows: Row[] = await read((tx) =>
      journal.listJournalAfter(tx, organisationId, filter, { cursor: from, limit: batchSize }),
    )
    if (rows.length > 0) yield Buffer.from(rows.map((row) => csvLine(toCells(row))).join(''), 'utf8')
    const last = rows.at(-1)
    if (!last || rows.length < batchSize) return
    cursor = { at: last.at, id: last.id }
  }
}

function cells(row: Row, words: EventWords, isHidden: boolean): string[] {
  return [
    row.occurredAt.toISOString(),
    row.event,
    words(row.event),
    row.actorKind,
    isHidden ? '' : row.actorId,
    isHidden ? '' : (row.accountName ?? row.actorLabel ?? ''),
    row.organisationId ?? '',
    row.subjectKind,
    row.subjectId,
    isHidden ? '' : (row.ip ?? ''),
    JSON.stringify(row.details),
    row.sequence?.toString() ?? '',
    row.hash ?? '',
  ]
}
