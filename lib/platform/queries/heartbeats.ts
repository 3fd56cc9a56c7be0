import type { TransactionSql } from '~/db/connections/begin-at-once'
import type { ProcessKeyState, ProcessKind, SweeperRecord } from '~/db/schema/platform'

export type Heartbeat = {
  id: string
  kind: ProcessKind
  version: string
  schemaVersion: string
  startedAt: Date
  isReady: boolean
  sweepers: SweeperRecord
  circuits: Record<string, boolean>
  keys: ProcessKeyState
  furtherLogins: readonly string[]
}

type Sql = Pick<TransactionSql, 'unsafe'>

/** Writes the row of a process, and removes those of its kind that were silent for an hour. */
export async function upsertHeartbeat(sql: Sql, beat: Heartbeat): Promise<void> {
  await sql.unsafe(
    `insert into process_heartbeats (id, kind, version, schema_version, started_at, seen_at, is_ready, sweepers, circuits, keys, further_logins)
     values ($1, $2, $3, $4, $5, clock_timestamp(), $6, $7::text::jsonb, $8::text::jsonb, $9::text::jsonb,
       (select coalesce(array_agg(each), '{}') from jsonb_array_elements_text($10::text::jsonb) each))
     on conflict (id) do update set seen_at = excluded.seen_at, is_ready = excluded.is_ready,
       sweepers = excluded.sweepers, circuits = excluded.circuits, keys = excluded.keys,
       further_logins = excluded.further_logins`,
    [
      beat.id,
      beat.kind,
      beat.version,
      beat.schemaVersion,
      beat.startedAt.toISOString(),
      beat.isReady,
      JSON.stringify(beat.sweepers),
      JSON.stringify(beat.circuits),
      JSON.stringify(beat.keys),
      JSON.stringify(beat.furtherLogins),
    ],
  )
  await sql.unsafe(
    `delete from process_heartbeats where kind = $1 and seen_at < clock_timestamp() - interval '1 hour'`,
    [beat.kind],
  )
}

export async function deleteHeartbeat(sql: Sql, id: string): Promise<void> {
  await sql.unsafe(`delete from process_heartbeats where id = $1`, [id])
}
