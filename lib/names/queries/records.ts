import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { nameDifferences, nameRecords } from '~/db/schema/names'
import type { Id } from '~/lib/kernel/ids'

export type NameRecord = typeof nameRecords.$inferSelect

const isPending = sql`${nameRecords.appliedRevision} < ${nameRecords.revision}`

export async function listRecords(tx: Tx): Promise<NameRecord[]> {
  return tx.select().from(nameRecords).orderBy(asc(nameRecords.id))
}

export async function insertRecords(tx: Tx, rows: (typeof nameRecords.$inferInsert)[]): Promise<void> {
  // Parameters of one statement are limited.
  for (let start = 0; start < rows.length; start += 1_000)
    await tx.insert(nameRecords).values(rows.slice(start, start + 1_000))
}

/** A changed row is written again, also one that a recovery had restored. */
export async function changeRecord(
  tx: Tx,
  id: Id<'nameRecord'>,
  change: { contents: string[]; heldAddresses: string[] },
): Promise<void> {
  await tx
    .update(nameRecords)
    .set({ ...change, revision: sql`${nameRecords.revision} + 1`, ...retriedAtOnce, unverified: false })
    .where(eq(nameRecords.id, id))
}

const retriedAtOnce = { failureCode: null, failureText: null, retryAt: null }

/** Record sets to write now, removals first: an alias may take the place of an address. */
export async function listRecordsToWrite(tx: Tx, limit: number): Promise<NameRecord[]> {
  return tx
    .select()
    .from(nameRecords)
    .where(
      and(
        isPending,
        eq(nameRecords.unverified, false),
        sql`coalesce(${nameRecords.retryAt} <= clock_timestamp(), true)`,
        sql`not app.names_await_comparison()`,
        // The existing set may serve a customer whose rows were lost: the operator decides first.
        sql`not exists (select from ${nameDifferences} d where d.ended_at is null and d.kind = 'unexplained'
          and d.name = ${nameRecords.name} and d.type = ${nameRecords.type})`,
      ),
    )
    .orderBy(sql`cardinality(${nameRecords.contents}) > 0`, asc(nameRecords.id))
    .limit(limit)
}

type AtRevision = Pick<NameRecord, 'id' | 'revision'>

/** Whether the row is one of these, and has not changed since. */
const isUnchanged = (records: readonly AtRevision[]) =>
  sql`(${nameRecords.id}, ${nameRecords.revision}) in (select * from unnest(
    ${sql.param(records.map(({ id }) => id))}::text[], ${sql.param(records.map(({ revision }) => revision))}::int[]))`

/** The DNS server has the contents of these revisions; a withdrawn row ends, and its addresses are free. */
export async function markWritten(
  tx: Tx,
  records: readonly (AtRevision & Pick<NameRecord, 'contents'>)[],
): Promise<void> {
  const isWithdrawn = ({ contents }: (typeof records)[number]) => contents.length === 0
  await tx.delete(nameRecords).where(isUnchanged(records.filter(isWithdrawn)))
  await tx
    .update(nameRecords)
    .set({
      appliedRevision: sql`${nameRecords.revision}`,
      ...retriedAtOnce,
      heldAddresses: sql`case when ${nameRecords.type} in ('A', 'AAAA') then ${nameRecords.contents}
        else ${nameRecords.heldAddresses} end`,
    })
    .where(isUnchanged(records.filter((record) => !isWithdrawn(record))))
}

export async function recordWriteFailure(
  tx: Tx,
  records: readonly AtRevision[],
  failure: { code: string; text: string; pauseSeconds: number },
): Promise<void> {
  await tx
    .update(nameRecords)
    .set({
      failureCode: failure.code,
      failureText: failure.text,
      retryAt: sql`clock_timestamp() + make_interval(secs => ${failure.pauseSeconds})`,
    })
    .where(isUnchanged(records))
}

/** Writes these rows again, unless they have changed since. */
export async function writeAgain(tx: Tx, records: readonly AtRevision[]): Promise<void> {
  await tx
    .update(nameRecords)
    .set({ revision: sql`${nameRecords.revision} + 1`, ...retriedAtOnce })
    .where(isUnchanged(records))
}

/** The DNS server has what these restored rows say. */
export async function confirmRecords(tx: Tx, ids: readonly Id<'nameRecord'>[]): Promise<void> {
  if (ids.length > 0)
    await tx
      .update(nameRecords)
      .set({ unverified: false })
      .where(inArray(nameRecords.id, [...ids]))
}
