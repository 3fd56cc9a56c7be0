import type { Unsafe } from '~/db/connections/prepared-statements'

export type Change = { topic: string; audience: string; project: string }

/** What one statement found. */
export type Reading = {
  /** Differs after a crash of the server, which empties the table. */
  run: string
  /** Which transactions had committed: later readings leave their changes out. */
  snapshot: string
  /** The next transaction to begin. */
  next: bigint
  changes: readonly Change[]
}

type Row = {
  run: string
  snapshot: string
  next: string
  topic: string | null
  audience: string
  project: string
}

// After a crash the server starts its statistics anew, even if only one of its processes had crashed.
const select = `
  select pg_postmaster_start_time() || ' ' || (select stats_reset from pg_stat_bgwriter) as run,
    s.now::text as snapshot, pg_snapshot_xmax(s.now)::text as next, c.topic, c.audience, c.project_id as project
  from (select pg_current_snapshot() as now) s left join changes c on`

// The first condition is that of the index: transactions before it had all ended.
const committedSince = `c.transaction_id >= pg_snapshot_xmin($1::text::pg_snapshot)
  and not pg_visible_in_snapshot(c.transaction_id, $1::text::pg_snapshot)`

// `noted_at` is the begin of the transaction, which may wait ten seconds for a lock and work for fifteen.
const recentAccess = `c.topic = 'access' and c.noted_at > now() - interval '60 seconds'`

/**
 * Changes that were not committed in the snapshot `since` and are now. Without it the changes of access of the last
 * minute: the rights of the first stream were read before. One statement outside any transaction: its rows and its
 * snapshot belong together.
 */
export async function readChanges(sql: { unsafe: Unsafe }, since: string | null): Promise<Reading> {
  const rows = (await (since === null
    ? sql.unsafe(`${select} ${recentAccess}`)
    : sql.unsafe(`${select} ${committedSince}`, [since]))) as unknown as Row[]
  const [first] = rows
  if (!first) throw new Error('the changes were not read')
  return {
    run: first.run,
    snapshot: first.snapshot,
    next: BigInt(first.next),
    changes: rows.flatMap(({ topic, audience, project }) =>
      topic === null ? [] : [{ topic, audience, project }],
    ),
  }
}
