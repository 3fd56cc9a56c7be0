import postgres from 'postgres'

const rowsAtOnce = 500_000
const writers = 2

/** Fills the database of this URL with samples of metrics until it has this size, GiB. Foreign keys are not checked. */
export async function fillWithSamples(url: string, gib: number): Promise<void> {
  const sql = postgres(url, { max: writers, onnotice: () => undefined, idle_timeout: 5 })
  const isFull = async () => {
    const [row] = await sql<{ gib: number }[]>`
      select (pg_database_size(current_database()) / 1024 ^ 3)::float8 as gib`
    return (row?.gib ?? 0) >= gib
  }
  let batch = 0
  const write = async () => {
    while (!(await isFull())) {
      batch += 1
      const first = batch * rowsAtOnce
      await sql.begin(async (tx) => {
        await tx`set local session_replication_role = replica`
        await tx`set local statement_timeout = 0`
        // A thousand servers at each moment, with counters that do not compress well.
        await tx`insert into metric_samples
          select 'ins_' || lpad((n % 1000)::text, 26, '0'), 'org_' || lpad((n % 50)::text, 26, '0'),
            'hst_' || lpad((n % 20)::text, 26, '0'), timestamptz '2026-01-01' + (n / 1000) * interval '10 seconds',
            (random() * 1e13)::bigint, (random() * 8192)::int, (random() * 1e5)::int, (random() * 1e12)::bigint,
            (random() * 1e12)::bigint
          from generate_series(${first}::bigint, ${first + rowsAtOnce - 1}::bigint) n`
      })
    }
  }
  await Promise.all(Array.from({ length: writers }, write))
  await sql.end()
}
