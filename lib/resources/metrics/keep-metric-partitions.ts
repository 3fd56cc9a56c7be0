import { type Tx, withSystem } from '~/db/client'
import { sqlState } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { createMetricPartition, dropMetricPartition, type PartitionKind } from './queries/partitions'
import { type Cutoffs, findCutoffs } from './retention'

const kinds: readonly PartitionKind[] = ['samples', 'minutes', 'hours']
const hour = 3_600
/** Partitions exist this far ahead: a sweeper that fails for a day loses none. */
const aheadHours = 24
const aheadDays = 2
const aheadMonths = 1
/** Each attempt waits 0.3 s for locks; then those who queued behind it pass. */
const attemptsMax = 10
const lockNotAvailable = '55P03'

/**
 * Drops partitions past their retention, then creates those of the next day. Each has a transaction of its own, so that
 * its locks are short. Dropping comes first, and neither waits for the other's success.
 */
export async function keepMetricPartitions(ctx: OpContext, stop?: AbortSignal): Promise<void> {
  const failures: unknown[] = []
  await drop(ctx, stop).catch((error: unknown) => failures.push(error))
  await create(ctx, stop).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

async function drop(ctx: OpContext, stop?: AbortSignal): Promise<void> {
  const cutoffs: Cutoffs = await withSystem(ctx, (tx) => findCutoffs(tx, ctx))
  for (const kind of kinds) {
    let dropped: string | null
    do dropped = await attempt(ctx, (tx) => dropMetricPartition(tx, kind, cutoffs[kind]))
    while (dropped !== null && !stop?.aborted)
  }
}

async function create(ctx: OpContext, stop?: AbortSignal): Promise<void> {
  for (const [kind, at] of partitionsAhead(ctx.now)) {
    if (stop?.aborted) return
    await attempt(ctx, (tx) => createMetricPartition(tx, kind, at))
  }
}

/** An instant in each partition that should exist, the most urgent first. Pure. */
function* partitionsAhead(now: Date): Generator<[PartitionKind, Date]> {
  for (let n = 0; n <= aheadHours; n += 1) yield ['samples', addSeconds(now, n * hour)]
  for (let n = 0; n <= aheadDays; n += 1) yield ['minutes', addSeconds(now, n * 24 * hour)]
  for (let n = 0; n <= aheadMonths; n += 1)
    yield ['hours', new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + n))]
}

async function attempt<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  for (let n = 1; ; n += 1) {
    try {
      return await withSystem(ctx, run)
    } catch (error) {
      if (sqlState(error) !== lockNotAvailable || n === attemptsMax) throw error
    }
  }
}
