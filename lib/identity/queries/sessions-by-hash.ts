import type { Unsafe } from '~/db/connections/prepared-statements'

export type SessionTimes = { tokenHash: string; lastSeenAt: Date; expiresAt: Date; disabledAt: null }
type Row = { hash: string; seen: number; expires: number }

const text = (sessions: string, people: string, person: string) =>
  `select s.token_hash as hash, extract(epoch from s.last_seen_at)::float8 as seen,
    extract(epoch from s.expires_at)::float8 as expires
  from ${sessions} s join ${people} p on p.id = s.${person}
  where s.ended_at is null and p.disabled_at is null and s.token_hash = any (string_to_array($1, ' '))`

const texts = {
  account: text('account_sessions', 'accounts', 'account_id'),
  staff: text('staff_sessions', 'staff_accounts', 'staff_id'),
}

/** Sessions that nothing ended, by the hashes of their secrets; they may have run out. Outside any transaction. */
export async function readSessions(
  sql: { unsafe: Unsafe },
  kind: 'account' | 'staff',
  hashes: readonly string[],
): Promise<SessionTimes[]> {
  const rows = (await sql.unsafe(texts[kind], [hashes.join(' ')])) as unknown as Row[]
  const at = (seconds: number) => new Date(seconds * 1_000)
  return rows.map(({ hash, seen, expires }) => ({
    tokenHash: hash,
    lastSeenAt: at(seen),
    expiresAt: at(expires),
    disabledAt: null,
  }))
}
