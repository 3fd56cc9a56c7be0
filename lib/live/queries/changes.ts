import type { Unsafe } from '~/db/prepared-statements'

export type Change = { transaction: bigint; topic: string; audience: string; project: string }

/** What one statement found. */
export type Reading = {
  /** Differs after a crash of the server, which empties the table. */
  run: string
  /** No transaction before this one is still open. */
  oldest: bigint
  /** The next transaction to begin. */
  next: bigint
  changes: readonly Change[]
}

type Row = {
  run: string
  oldest: string
  next: string
  transaction: string | null
  topic: string
  audience: string
  project: string
}

/**
 * Changes noted by transactions from `from` on, as committed now, and the transactions that may still commit. Without
 * `from` the changes of access of the last seconds: the rights of the first stream were read before. One statement
 * outside any transaction: its rows and its limits are of the same snapshot.
 */
export async function readChanges(sql: { unsafe: Unsafe }, from: bigint | null): Promise<Reading> {
  const rows = (await sql.unsafe(
    // After a crash the server starts its statistics anew, even if only one of its processes had crashed.
    `select pg_postmaster_start_time() || ' ' || (select stats_reset from pg_stat_bgwriter) as run, pg_snapshot_xmin(s.now)::text as oldest, pg_snapshot_xmax(s.now)::text as next,
       c.transaction_id::text as transaction, c.topic, c.audience, c.project_id as project
     from (select pg_current_snapshot() as now) s left join changes c on c.transaction_id >= $1::text::xid8
       or ($1::text is null and c.topic = 'access' and c.noted_at > now() - interval '10 seconds')`,
    [from === null ? null : String(from)],
  )) as unknown as Row[]
  const [first] = rows
  if (!first) throw new Error('the changes were not read')
  return {
    run: first.run,
    oldest: BigInt(first.oldest),
    next: BigInt(first.next),
    changes: rows.flatMap(({ transaction, topic, audience, project }) =>
      transaction === null ? [] : [{ transaction: BigInt(transaction), topic, audience, project }],
    ),
  }
}
