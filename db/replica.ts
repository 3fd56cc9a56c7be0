import { sql } from 'drizzle-orm'
import { readVariable } from '~/lib/kernel/configuration/read'
import { log } from '~/lib/kernel/log'
import { count } from '~/lib/kernel/metrics/recorder'
import type { OpContext, Surface } from '~/lib/kernel/op-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { replicaUrlFor, type Tx, withOrganisation, withReplica, withStaff, withSystem } from './client.ts'
import { isDatabaseLost, isStandbyError } from './connections/lost-database.ts'

/** Runs one short read; `at` is the instant up to which its rows are complete. It may run twice. */
export type ReadAt = <T>(run: (tx: Tx, at: Date) => Promise<T>) => Promise<T>

export type Reading = {
  read: ReadAt
  /** Chooses the server before the first read; the instant up to which its rows are complete, null on the primary. */
  start(): Promise<Date | null>
  /** The instant up to which the rows of all reads so far are complete; null when each was on the primary. */
  asOf(): Date | null
}

type Reason = 'behind' | 'unreachable' | 'promoted' | 'failed'

class Unusable extends Error {
  constructor(readonly reason: Reason) {
    super(`the replica is ${reason}`)
    this.name = 'Unusable'
  }
}

/** A replica that did not answer is not tried again for a while: each page would wait for it. */
const restMs = 10_000
const restUntil = new Map<Surface, number>()

/** For tests: tries a replica that did not answer at once. */
export const forgetRests = () => restUntil.clear()

type Needs = {
  /** It has replayed commits of this instant or later. */
  atLeast?: Date
  /** It has this row: commits are replayed in their order, so it has all that was committed before. */
  hasRow?: (tx: Tx) => Promise<boolean>
}

/**
 * Where reports and exports of this context are read: on the replica if there is one that is at most
 * `REPLICA_LAG_SECONDS` behind, and has what the reading needs; otherwise on the primary, and then to the end. One address
 * may lead to several standbys: one that has replayed less than an earlier read saw is not read, so that no read is older
 * than those that ended before it began. Never for a decision: rights and amounts due come from the primary.
 */
export function readingOf(ctx: OpContext, needs: Needs = {}): Reading {
  let isOnPrimary = replicaUrlFor(ctx.surface) === undefined
  let oldest: Date | null = null
  let newest = 0n
  const reading: Reading = {
    asOf: () => oldest,
    async start() {
      if (!isOnPrimary) await reading.read(async () => null)
      return oldest
    },
    async read(run) {
      if (!isOnPrimary)
        try {
          const { result, at, position } = await readReplica(ctx, { ...needs, position: newest }, run)
          if (oldest === null || at < oldest) oldest = at
          if (position > newest) newest = position
          return result
        } catch (error) {
          // The primary decides: a row may be missing here alone.
          isOnPrimary = true
          noteFailure(ctx.surface, error)
        }
      return onPrimary(ctx, (tx) => run(tx, ctx.now))
    },
  }
  return reading
}

async function readReplica<T>(
  ctx: OpContext,
  { atLeast, hasRow, position }: Needs & { position: bigint },
  run: (tx: Tx, at: Date) => Promise<T>,
): Promise<{ result: T } & Replayed> {
  if ((restUntil.get(ctx.surface) ?? 0) > systemNow().getTime()) throw new Unusable('unreachable')
  const read = await withReplica(ctx, async (tx) => {
    const replayed = await readReplayed(tx)
    if (replayed.position < position || (atLeast && replayed.at < atLeast)) throw new Unusable('behind')
    if (hasRow && !(await hasRow(tx))) throw new Unusable('behind')
    return { result: await run(tx, replayed.at), ...replayed }
  })
  count('replicaReads', { outcome: 'replica' })
  return read
}

/** `position` is that in the write-ahead log: unlike `at` it never goes back on one server. */
type Replayed = { at: Date; position: bigint }

/** Later statements of the transaction see at least what was committed until then. */
async function readReplayed(tx: Tx): Promise<Replayed> {
  const [row] = await tx.execute<{
    isStandby: boolean
    at: number | null
    lag: number | null
    position: string | null
  }>(
    sql`select pg_is_in_recovery() as "isStandby", extract(epoch from at)::float8 as at,
      extract(epoch from clock_timestamp() - at)::float8 as lag,
      (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::text as position
      from (select pg_last_xact_replay_timestamp() as at) replayed`,
  )
  if (!row?.isStandby) throw new Unusable('promoted')
  // Each process writes its heartbeat every fifteen seconds: also without customers there is something to replay.
  const { at, lag, position } = row
  if (at === null || lag === null || position === null || lag > Number(readVariable('REPLICA_LAG_SECONDS')))
    throw new Unusable('behind')
  return { at: new Date(Math.floor(at * 1_000)), position: BigInt(position) }
}

function noteFailure(surface: Surface, error: unknown): void {
  const reason = error instanceof Unusable ? error.reason : reasonOf(error)
  count('replicaReads', { outcome: reason })
  if (error instanceof Unusable) return
  if (reason === 'unreachable') restUntil.set(surface, systemNow().getTime() + restMs)
  log.warn({ err: error }, 'the replica could not be read')
}

function reasonOf(error: unknown): Reason {
  // Sites get a lost database as an error of the product, whose cause it is.
  const causes = [error, (error as { cause?: unknown }).cause]
  return causes.some(isDatabaseLost) && !causes.some(isStandbyError) ? 'unreachable' : 'failed'
}

function onPrimary<T>(ctx: OpContext, run: (tx: Tx) => Promise<T>): Promise<T> {
  if (ctx.membership) return withOrganisation(ctx, run)
  return ctx.surface === 'operator' ? withStaff(ctx, run) : withSystem(ctx, run)
}
