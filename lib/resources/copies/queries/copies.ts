import { and, asc, eq, exists, gt, inArray, isNull, notInArray, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { volumeBackups } from '~/db/schema/resources/backups'
import { usageIntervals } from '~/db/schema/resources/compute'
import { privateImages } from '~/db/schema/resources/images'
import { instanceSnapshots, type SnapshotState, volumeSnapshots } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'

const copyTables = {
  volume_snapshot: volumeSnapshots,
  server_snapshot: instanceSnapshots,
  backup: volumeBackups,
  image: privateImages,
} as const

/** The kinds of copies, each with its own table; `copy-kinds.ts` describes them. */
export type CopyKind = keyof typeof copyTables
export type CopyRow<K extends CopyKind> = (typeof copyTables)[K]['$inferSelect']
export type NewCopyRow<K extends CopyKind> = (typeof copyTables)[K]['$inferInsert']
export type CopyId<K extends CopyKind> = CopyRow<K>['id']

type CopyTable = (typeof copyTables)[CopyKind]

const ended: SnapshotState[] = ['deleted', 'failed']
const moving: SnapshotState[] = ['creating', 'deleting']

export async function insertCopy(tx: Tx, kind: CopyKind, row: NewCopyRow<CopyKind>): Promise<void> {
  const table: CopyTable = copyTables[kind]
  await tx.insert(table).values(row)
}

export async function findCopy<K extends CopyKind>(
  tx: Tx,
  kind: K,
  id: CopyId<K>,
): Promise<CopyRow<K> | null> {
  const table: CopyTable = copyTables[kind]
  const [row] = await tx.select().from(table).where(eq(table.id, id))
  return row ?? null
}

export async function lockCopyRow<K extends CopyKind>(
  tx: Tx,
  kind: K,
  id: CopyId<K>,
): Promise<CopyRow<K> | null> {
  const table: CopyTable = copyTables[kind]
  const [row] = await tx.select().from(table).where(eq(table.id, id)).for('update')
  return row ?? null
}

/** Changes the row if it is still in `from`; returns the new row, or null. */
export async function updateCopy<K extends CopyKind>(
  tx: Tx,
  kind: K,
  id: CopyId<K>,
  from: SnapshotState,
  set: Partial<NewCopyRow<CopyKind>>,
): Promise<CopyRow<K> | null> {
  const table: CopyTable = copyTables[kind]
  const [row] = await tx
    .update(table)
    .set(set)
    .where(and(eq(table.id, id), eq(table.state, from)))
    .returning()
  return row ?? null
}

/** How many copies of this kind an organisation has, including those in progress. */
export async function countHeldCopies(
  tx: Tx,
  kind: 'backup' | 'image',
  organisationId: Id<'organisation'>,
): Promise<number> {
  const table: CopyTable = copyTables[kind]
  const [row] = await tx
    .select({ held: sql<number>`count(*)::int` })
    .from(table)
    // Written like the partial index of live copies, so that it is used.
    .where(
      and(
        eq(table.organisationId, organisationId),
        sql`${table.state} in ('creating', 'available', 'deleting')`,
      ),
    )
  return row?.held ?? 0
}

/** The source of a snapshot of this kind. */
export type SourceId = { volume_snapshot: Id<'volume'>; server_snapshot: Id<'instance'> }
export type SnapshotKind = keyof SourceId

/** The table of this kind of snapshot, and the condition for one volume or server. */
export function snapshotsOf<K extends SnapshotKind>(kind: K, id: SourceId[K]) {
  const column = { volume_snapshot: volumeSnapshots.volumeId, server_snapshot: instanceSnapshots.instanceId }
  const table: typeof volumeSnapshots | typeof instanceSnapshots = copyTables[kind]
  return { table, isOfSource: sql`${column[kind]} = ${id}` }
}

/** How many snapshots a volume or server has, how many of them are in progress, and the space they use. */
export async function sumSnapshots<K extends SnapshotKind>(
  tx: Tx,
  kind: K,
  sourceId: SourceId[K],
): Promise<{ held: number; moving: number; gib: number }> {
  const { table, isOfSource } = snapshotsOf(kind, sourceId)
  const [row] = await tx
    .select({
      held: sql<number>`count(*)::int`,
      moving: sql<number>`count(*) filter (where ${inArray(table.state, moving)})::int`,
      gib: sql<number>`coalesce(sum(${table.sizeGib}), 0)::int`,
    })
    .from(table)
    .where(and(isOfSource, notInArray(table.state, ended)))
  return row ?? { held: 0, moving: 0, gib: 0 }
}

/** The snapshots of a volume or server, including those in progress, by id. */
export async function listHeldSnapshots<K extends SnapshotKind>(
  tx: Tx,
  kind: K,
  sourceId: SourceId[K],
): Promise<{ id: Id<'snapshot'> }[]> {
  const { table, isOfSource } = snapshotsOf(kind, sourceId)
  return tx
    .select({ id: table.id })
    .from(table)
    .where(and(isOfSource, notInArray(table.state, ended)))
    .orderBy(asc(table.id))
}

/** The snapshots of a volume or server that were metered after `from`, oldest first. */
export async function listMeteredSnapshots<K extends SnapshotKind>(
  tx: Tx,
  kind: K,
  sourceId: SourceId[K],
  from: Date,
): Promise<{ id: Id<'snapshot'>; name: string }[]> {
  const { table, isOfSource } = snapshotsOf(kind, sourceId)
  const isMetered = and(
    eq(usageIntervals.resourceId, table.id),
    or(isNull(usageIntervals.endedAt), gt(usageIntervals.endedAt, from)),
  )
  return tx
    .select({ id: table.id, name: table.name })
    .from(table)
    .where(and(isOfSource, exists(tx.select({ one: sql`1` }).from(usageIntervals).where(isMetered))))
    .orderBy(asc(table.createdAt), asc(table.id))
}
