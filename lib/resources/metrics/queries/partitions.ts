import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { asTime } from '~/db/expressions/as-time'

/** Samples by hour, averages by minute by day, averages by hour by month. */
export type PartitionKind = 'samples' | 'minutes' | 'hours'

/** Creates the partition of `at` unless it exists or the default partition has rows of its range; returns how many tables. */
export async function createMetricPartition(tx: Tx, kind: PartitionKind, at: Date): Promise<number> {
  const [row] = await tx.execute<{ made: number }>(
    sql`select app.create_metric_partition(${kind}, ${asTime(at)}) as made`,
  )
  return row?.made ?? 0
}

/** Drops the oldest partition that ended by `before`; returns its name, null if there is none. */
export async function dropMetricPartition(tx: Tx, kind: PartitionKind, before: Date): Promise<string | null> {
  const [row] = await tx.execute<{ name: string | null }>(
    sql`select app.drop_metric_partition(${kind}, ${asTime(before)}) as name`,
  )
  return row?.name ?? null
}

/** Deletes up to `limit` rows a table past their retention from the default partitions; returns how many. */
export async function deleteOldMetrics(
  tx: Tx,
  kept: { samples: Date; minutes: Date; hours: Date },
  limit: number,
): Promise<number> {
  const old = sql`(resolution_seconds = 60 and at < ${asTime(kept.minutes)}
    or resolution_seconds = 3600 and at < ${asTime(kept.hours)})`
  // The place of a row is unique within one partition only.
  const [row] = await tx.execute<{ gone: number }>(sql`
    with a as (delete from metric_samples_default where ctid = any(array(
        select ctid from metric_samples_default where at < ${asTime(kept.samples)} limit ${limit})) returning 1),
      b as (delete from instance_metrics_default where ctid = any(array(
        select ctid from instance_metrics_default where ${old} limit ${limit})) returning 1),
      c as (delete from host_metrics_default where ctid = any(array(
        select ctid from host_metrics_default where ${old} limit ${limit})) returning 1)
    select greatest((select count(*) from a), (select count(*) from b), (select count(*) from c))::int as gone`)
  return row?.gone ?? 0
}
