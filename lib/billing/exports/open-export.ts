import type { Readable } from 'node:stream'
import { type Tx, withOrganisation, withStaff, withSystem } from '~/db/client'
import { readingOf } from '~/db/replica'
import { authorize, authorizeStaff, authorizeSystem } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { EntryLayout } from './entry-layouts'
import { focusMetadata } from './focus-metadata'
import { type ExportFormat, type ExportKind, extensions, mediaTypes } from './kinds'
import type { ExportScope } from './queries/document-rows'
import type { Read } from './read'
import { documentPages, type TableKind } from './read-rows'
import { refuseFormat } from './refuse-format'
import { writeAccruals, writeEntries } from './write-entries'
import { writeBuyerFec, writeSellerFec } from './write-fec'
import { writeOriginals } from './write-originals'
import { type Progress, type TableFormat, writeTable } from './write-table'

export type ExportInput = { kind: ExportKind; format: ExportFormat; period: string }

/**
 * `exportId` selects the documents that a schedule assigned to that export, instead of a month. The file holds what was
 * committed before the row of `hasRow`, by default everything.
 */
type SystemInput = ExportInput &
  Pick<ExportScope, 'organisationId' | 'exportId'> & { hasRow?: (tx: Tx) => Promise<boolean> }
export type OpenExport = {
  fileName: string
  mediaType: string
  stream: Readable
  /** A FEC without entries, which the administration refuses. */
  isEmpty?: boolean
  /** A FEC of an unfinished month, or of a year with incomplete books. */
  isProvisional?: boolean
  /**
   * Metadata file that a standard requires with the export. Read on demand, so that it does not delay the first byte.
   */
  companion?: () => Promise<{ fileName: string; text: string }>
}

/** An export of the organisation's own documents. @throws DomainError `invalid_input`, `state_forbids` */
export async function openExport(ctx: OpContext, input: ExportInput): Promise<OpenExport> {
  authorize(ctx, 'billing:view')
  const organisationId = ctx.membership?.organisationId
  if (!organisationId) throw new DomainError('not_found')
  return open(ctx, await sourceOf(ctx, input), input, organisationId)
}

/** Where an export of the organisation is read. */
export async function sourceOf(ctx: OpContext, input: Pick<ExportInput, 'kind'>): Promise<ExportSource> {
  return isTable(input.kind) ? await replicaOf(ctx) : { read: onPrimary(ctx, withOrganisation), asOf: null }
}

/**
 * An export over all organisations; the FEC is the seller's own, of a month or a year.
 *
 * @throws DomainError `invalid_input`
 */
export async function openOperatorExport(ctx: OpContext, input: ExportInput): Promise<OpenExport> {
  authorizeStaff(ctx, 'billing:inspect')
  const source = isTable(input.kind) ? await replicaOf(ctx) : { read: onPrimary(ctx, withStaff), asOf: null }
  return open(ctx, source, input, null)
}

/** As `openOperatorExport`, for the command line and background exports. */
export async function openSystemExport(
  ctx: OpContext,
  input: SystemInput,
  progress?: Progress,
): Promise<OpenExport> {
  authorizeSystem(ctx)
  const { organisationId, exportId, hasRow } = input
  const source =
    hasRow && isTable(input.kind)
      ? await replicaOf(ctx, hasRow)
      : { read: onPrimary(ctx, withSystem), asOf: null }
  return open(ctx, { ...source, isComplete: true }, { ...input, exportId }, organisationId, progress)
}

/** `asOf`: the instant of the data on a replica. `isComplete`: they hold all that the file is expected to. */
type ExportSource = { read: Read; asOf: Date | null; isComplete?: true }

async function replicaOf(ctx: OpContext, hasRow?: (tx: Tx) => Promise<boolean>): Promise<ExportSource> {
  const reading = readingOf(ctx, hasRow ? { hasRow } : {})
  return { asOf: await reading.start(), read: (run) => reading.read(run) }
}

type On = <T>(ctx: OpContext, run: (tx: Tx) => Promise<T>) => Promise<T>
const onPrimary =
  (ctx: OpContext, on: On): Read =>
  (run) =>
    on(ctx, run)

/** The others are books, whose names and columns leave no place for the instant of their data. */
export const isTable = (kind: ExportKind): kind is TableKind =>
  !['fec', 'entries', 'accruals', 'originals'].includes(kind)

async function open(
  ctx: OpContext,
  { read, asOf, isComplete }: ExportSource,
  { kind, format, period, exportId }: ExportInput & Pick<ExportScope, 'exportId'>,
  organisationId: Id<'organisation'> | null,
  progress?: Progress,
): Promise<OpenExport> {
  refuseFormat({ kind, format, period }, organisationId)
  const scope: ExportScope = { period, organisationId, exportId }
  const mediaType = mediaTypes[format]
  const now = asOf ?? ctx.now
  if (kind === 'fec') {
    const fec = organisationId
      ? await writeBuyerFec(read, { ...scope, organisationId }, ctx.now)
      : await writeSellerFec(read, period, ctx.now)
    const companion = async () => ({
      fileName: fec.fileName.replace('.txt', '-description.txt'),
      text: fec.description,
    })
    const { stream, isEmpty, isProvisional } = fec
    return { fileName: fec.fileName, mediaType, stream, isEmpty, isProvisional, companion }
  }
  const fileName = exportFileName(kind, format, period, isComplete ? null : asOf)
  if (kind === 'entries' || kind === 'accruals') {
    const wanted = { ...scope, layout: format as EntryLayout }
    const stream =
      kind === 'entries'
        ? await writeEntries(read, wanted)
        : await writeAccruals(read, { ...wanted, now: ctx.now })
    return { fileName, mediaType, stream }
  }
  if (kind === 'originals')
    return { fileName, mediaType, stream: writeOriginals(ctx, read, documentIds(read, scope), progress) }
  const stream = writeTable(
    read,
    kind satisfies TableKind,
    format as TableFormat,
    { ...scope, now },
    progress,
  )
  if (kind !== 'focus') return { fileName, mediaType, stream }
  const companion = async () => ({
    fileName: fileName.replace('.csv', '.metadata.json'),
    text: await focusMetadata(read, scope, fileName),
  })
  return { fileName, mediaType, stream, companion }
}

/** `andromede-lines-2026-10.csv`; with the instant of its data `andromede-lines-2026-10-as-of-20261103T081500Z.csv` */
export function exportFileName(
  kind: ExportKind,
  format: ExportFormat,
  period: string,
  asOf: Date | null = null,
): string {
  const instant = asOf ? `-as-of-${asOf.toISOString().replace(/[-:]|\.\d+/g, '')}` : ''
  return `andromede-${kind.replaceAll('_', '-')}-${period}${instant}.${extensions[format]}`
}

async function* documentIds(read: Read, scope: ExportScope) {
  for await (const page of documentPages(read, scope)) yield page.map(({ id }) => id)
}
