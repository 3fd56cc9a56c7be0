import { and, asc, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { exportChunks, exportJobs } from '~/db/schema/billing/delivery'
import type { Id } from '~/lib/kernel/ids'

export type ExportRow = typeof exportJobs.$inferSelect

export async function insertExport(tx: Tx, row: typeof exportJobs.$inferInsert): Promise<void> {
  await tx.insert(exportJobs).values(row)
}

/** Exports that can still be downloaded, newest first; null selects the operator's. */
export async function listExports(
  tx: Tx,
  organisationId: Id<'organisation'> | null,
  now: Date,
  limit: number,
): Promise<ExportRow[]> {
  return tx
    .select()
    .from(exportJobs)
    .where(and(ownedBy(organisationId), gt(exportJobs.expiresAt, now)))
    .orderBy(desc(exportJobs.createdAt), desc(exportJobs.id))
    .limit(limit)
}

/** Exports of the organisation that are queued or being prepared. */
export async function countUnfinishedExports(tx: Tx, organisationId: Id<'organisation'>): Promise<number> {
  return tx.$count(
    exportJobs,
    and(eq(exportJobs.organisationId, organisationId), inArray(exportJobs.state, ['waiting', 'running'])),
  )
}

export async function findExport(
  tx: Tx,
  organisationId: Id<'organisation'> | null,
  id: Id<'export'>,
): Promise<ExportRow | null> {
  const [row] = await tx
    .select()
    .from(exportJobs)
    .where(and(eq(exportJobs.id, id), ownedBy(organisationId)))
  return row ?? null
}

const ownedBy = (organisationId: Id<'organisation'> | null) =>
  organisationId === null
    ? sql`${exportJobs.organisationId} is null`
    : eq(exportJobs.organisationId, organisationId)

/** Any export, for the worker that prepares it. */
export async function findExportToPrepare(tx: Tx, id: Id<'export'>): Promise<ExportRow | null> {
  const [row] = await tx.select().from(exportJobs).where(eq(exportJobs.id, id)).for('update')
  return row ?? null
}

export async function updateExport(tx: Tx, id: Id<'export'>, set: Partial<ExportRow>): Promise<void> {
  await tx.update(exportJobs).set(set).where(eq(exportJobs.id, id))
}

/** Deletes chunks left by a worker that died, before the export is written again. */
export async function deleteChunks(tx: Tx, id: Id<'export'>): Promise<void> {
  await tx.delete(exportChunks).where(eq(exportChunks.exportId, id))
}

export async function insertChunk(
  tx: Tx,
  exportId: Id<'export'>,
  position: number,
  content: Uint8Array,
): Promise<void> {
  await tx.insert(exportChunks).values({ exportId, position, content })
}

/** The next chunk of a prepared file. */
export async function findChunk(tx: Tx, exportId: Id<'export'>, after: number) {
  const [row] = await tx
    .select({ position: exportChunks.position, content: exportChunks.content })
    .from(exportChunks)
    .where(and(eq(exportChunks.exportId, exportId), gt(exportChunks.position, after)))
    .orderBy(asc(exportChunks.position))
    .limit(1)
  return row ?? null
}

export async function deleteExpiredExports(tx: Tx, now: Date): Promise<void> {
  await tx.delete(exportJobs).where(lt(exportJobs.expiresAt, now))
}

/** Months with issued documents, and billed months: accruals are offered for the latter. */
export async function listIssuedPeriods(
  tx: Tx,
  organisationId: Id<'organisation'> | null,
  limit: number,
): Promise<string[]> {
  const rows = await tx.execute<{ period: string }>(sql`
    select distinct m.period from billing_documents, lateral (values (to_char(issued_on, 'YYYY-MM')), (period)) m(period)
    where state = 'final'
      and ${organisationId === null ? sql`true` : sql`organisation_id = ${organisationId}`}
    order by m.period desc limit ${limit}`)
  return rows.map(({ period }) => period)
}
