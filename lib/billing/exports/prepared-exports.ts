import { Readable } from 'node:stream'
import { type Tx, withOrganisation, withStaff, withSystem } from '~/db/client'
import { lockCount } from '~/db/lock-count'
import { authorize, authorizeStaff, authorizeSystem, limitExports } from '~/lib/identity'
import { enqueue } from '~/lib/jobs'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, isId, newId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { isOfSchedule } from '../schedules/queries/export-schedules'
import { type ExportFormat, type ExportKind, mediaTypes } from './kinds'
import { type ExportInput, exportFileName, type OpenExport, openSystemExport } from './open-export'
import * as queries from './queries/export-jobs'
import { refuseFormat } from './refuse-format'
import type { PreparedExportView } from './views'

const keptDays = 7
const listedMax = 20
/** Per organisation; over all organisations, two exports are prepared at a time. */
const unfinishedMax = 5
const chunkBytes = 1_048_576

type Run = <T>(run: (tx: Tx) => Promise<T>) => Promise<T>

/**
 * Enqueues the preparation of an export, kept for a week.
 *
 * @throws DomainError `invalid_input`; `rate_limited` beyond thirty an hour; `state_forbids` while five are being
 * prepared
 */
export async function requestExport(ctx: OpContext, input: ExportInput): Promise<Id<'export'>> {
  await limitExports(ctx, authorize(ctx, 'billing:view'))
  return withOrganisation(ctx, async (tx, organisationId) => {
    await lockCount(tx, 'unfinished exports', organisationId)
    if ((await queries.countUnfinishedExports(tx, organisationId)) >= unfinishedMax)
      throw new DomainError('state_forbids', { params: { reason: 'exports_unfinished' } })
    return recordExport(tx, ctx, input, organisationId)
  })
}

/**
 * As `requestExport`, over all organisations.
 *
 * @throws DomainError `invalid_input`
 */
export async function requestOperatorExport(ctx: OpContext, input: ExportInput): Promise<Id<'export'>> {
  authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, (tx) => recordExport(tx, ctx, input, null))
}

/**
 * Records an export for preparation by the queue, kept for a week.
 *
 * @throws DomainError `invalid_input`
 */
export async function recordExport(
  tx: Tx,
  ctx: OpContext,
  { kind, format, period }: ExportInput,
  organisationId: Id<'organisation'> | null,
  id: Id<'export'> = newId('export', ctx.now.getTime()),
): Promise<Id<'export'>> {
  refuseFormat({ kind, format, period }, organisationId)
  const { actor } = ctx
  await queries.insertExport(tx, {
    id,
    organisationId,
    requestedBy:
      actor.kind === 'account' ? actor.accountId : actor.kind === 'staff' ? actor.staffId : actor.kind,
    kind,
    format,
    period,
    locale: ctx.locale,
    state: 'waiting',
    fileName: exportFileName(kind, format, period),
    createdAt: ctx.now,
    expiresAt: addSeconds(ctx.now, keptDays * 86_400),
  })
  await enqueue(tx, 'prepare_export', { exportId: id }, `export:${id}`)
  return id
}

/**
 * Writes the file in chunks, with progress on the export's row. A retry starts again: issued documents do not change, so
 * neither does the file.
 */
export async function prepareExport(ctx: OpContext, input: { exportId: Id<'export'> }): Promise<void> {
  authorizeSystem(ctx)
  const run: Run = (each) => withSystem(ctx, each)
  const id = input.exportId
  const row = await run(async (tx) => {
    const found = await queries.findExportToPrepare(tx, id)
    if (!found || found.state === 'ready') return null
    await queries.deleteChunks(tx, id)
    await queries.updateExport(tx, id, { state: 'running', rows: 0, bytes: 0 })
    return found
  })
  if (!row) return
  try {
    let rows = 0
    const request = { kind: row.kind as ExportKind, format: row.format as ExportFormat, period: row.period }
    const { organisationId } = row
    const exportId = (await run((tx) => isOfSchedule(tx, id))) ? id : undefined
    const hasRow = async (tx: Tx) => (await queries.findExport(tx, organisationId, id)) !== null
    const wanted = { ...request, organisationId, exportId, hasRow }
    const open = await openSystemExport(ctx, wanted, (done) => {
      rows = done
    })
    let bytes = 0
    let position = 0
    for await (const content of pieces(open.stream)) {
      position += 1
      bytes += content.length
      await run(async (tx) => {
        await queries.insertChunk(tx, id, position, content)
        await queries.updateExport(tx, id, { rows, bytes })
      })
    }
    await run((tx) =>
      queries.updateExport(tx, id, {
        state: 'ready',
        rows,
        bytes,
        fileName: open.fileName,
        finishedAt: ctx.now,
      }),
    )
  } catch (error) {
    log.warn({ err: error, exportId: id }, 'an export could not be prepared')
    // The queue retries; the export stays in progress.
    if (!(error instanceof DomainError)) throw error
    await run((tx) => queries.updateExport(tx, id, { state: 'failed', finishedAt: ctx.now }))
  }
}

/** Re-chunks a stream to equal sizes, so that table rows are neither tiny nor huge. */
async function* pieces(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    waiting.push(chunk)
    size += chunk.length
    if (size < chunkBytes) continue
    yield Buffer.concat(waiting)
    waiting = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(waiting)
}

/** Exports that can still be downloaded, newest first. */
export async function listPreparedExports(ctx: OpContext): Promise<PreparedExportView[]> {
  authorize(ctx, 'billing:view')
  const rows = await withOrganisation(ctx, (tx, organisationId) =>
    queries.listExports(tx, organisationId, ctx.now, listedMax),
  )
  return rows.map(viewOf)
}

export async function listOperatorExports(ctx: OpContext): Promise<PreparedExportView[]> {
  authorizeStaff(ctx, 'billing:inspect')
  return (await withStaff(ctx, (tx) => queries.listExports(tx, null, ctx.now, listedMax))).map(viewOf)
}

/**
 * A prepared file, in chunks.
 *
 * @throws DomainError `not_found` while it is not ready, or after it expired
 */
export async function openPreparedExport(ctx: OpContext, input: { exportId: string }): Promise<OpenExport> {
  authorize(ctx, 'billing:view')
  const organisationId = ctx.membership?.organisationId ?? null
  return openPrepared(ctx, (run) => withOrganisation(ctx, run), organisationId, input.exportId)
}

export async function openPreparedOperatorExport(
  ctx: OpContext,
  input: { exportId: string },
): Promise<OpenExport> {
  authorizeStaff(ctx, 'billing:inspect')
  return openPrepared(ctx, (run) => withStaff(ctx, run), null, input.exportId)
}

async function openPrepared(
  ctx: OpContext,
  run: Run,
  organisationId: Id<'organisation'> | null,
  id: string,
): Promise<OpenExport> {
  if (!isId('export', id)) throw new DomainError('not_found')
  const row = await run((tx) => queries.findExport(tx, organisationId, id))
  if (row?.state !== 'ready' || row.expiresAt <= ctx.now) throw new DomainError('not_found')
  return {
    fileName: row.fileName,
    mediaType: mediaTypes[row.format as ExportFormat],
    stream: Readable.from(readPreparedChunks(run, id), { highWaterMark: 1 }),
  }
}

/** A prepared file, chunk by chunk, each read in its own `run`. */
export async function* readPreparedChunks(run: Run, id: Id<'export'>): AsyncGenerator<Uint8Array> {
  for (let after = 0; ; ) {
    const position = after
    const chunk = await run((tx) => queries.findChunk(tx, id, position))
    if (!chunk) return
    yield chunk.content
    after = chunk.position
  }
}

/** Deletes expired exports. */
export async function sweepExports(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, (tx) => queries.deleteExpiredExports(tx, ctx.now))
}

function viewOf(row: queries.ExportRow): PreparedExportView {
  const { id, fileName, state, rows, bytes, period } = row
  return {
    id,
    kind: row.kind as ExportKind,
    format: row.format as ExportFormat,
    period,
    fileName,
    state,
    rows,
    bytes,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }
}
