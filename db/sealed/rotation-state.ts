import postgres from 'postgres'
import { fingerprintOf } from '../../lib/kernel/secrets/installation-secrets.ts'
import type { EncryptionKeys } from '../../lib/kernel/secrets/keyring-form.ts'
import type { ProcessKeyState } from '../schema/platform.ts'

/** What a process wrote about its keys in its last heartbeat. */
export type ProcessKeys = {
  id: string
  kind: string
  /** Empty for a process of a version without key ids. */
  keys: ProcessKeyState
}

/** Two heartbeats that failed, and some. A process that died without a word is forgotten by then. */
const silentSeconds = 60

export async function listProcessKeys(sql: postgres.Sql): Promise<ProcessKeys[]> {
  return sql<ProcessKeys[]>`
    select id, kind, keys from process_heartbeats
    where seen_at > clock_timestamp() - ${`${silentSeconds} seconds`}::interval order by kind, id`
}

/** From now on, a process without one of these keys, or that seals with another one, is refused. */
export async function admitKeys(sql: postgres.Sql, keys: EncryptionKeys): Promise<void> {
  await sql`insert into installation_facts (name, value) values ('secrets', ${keys.map(fingerprintOf).join(' ')})
    on conflict (name) do update set value = excluded.value`
}

/**
 * Runs a rotation, or any number of backups, while neither the other kind nor a second rotation runs: a backup has the
 * keys of its beginning and the values of its end. Returns null where it is refused. `url` is of the owner of the tables.
 */
export async function withKeysTurn<T>(
  url: string,
  kind: 'rotation' | 'backup',
  work: () => Promise<T>,
): Promise<T | null> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => undefined })
  const take = sql.unsafe(kind === 'rotation' ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared')
  try {
    // Released with the connection.
    const [row] = await sql<{ got: boolean }[]>`
      select ${take}(hashtextextended('andromede rotate-key', 0)) as got`
    return row?.got ? await work() : null
  } finally {
    await sql.end({ timeout: 2 })
  }
}
