import { setTimeout as pause } from 'node:timers/promises'
import type postgres from 'postgres'

/** Tables that grow with time: their rows, of which `n` is the number, follow from each other. */
const rowsOf = {
  metric_samples: `select 'ins_' || n % 5000, 'org_' || n % 500, 'hst_' || n % 200, now() - n / 5000 * interval '10 s', n, 512, 1024, n, n`,
  instance_metrics: `select 'ins_' || n % 5000, 'org_' || n % 500, 60, now() - n / 5000 * interval '1 minute', 60, 250, 400, 512, 600, 1024, 10, 10`,
  notices: `select 'ntc_' || n, 'org_' || n % 500, 'order_delivered', '{}', '/', now() - n * interval '1 s', null, null, null`,
  audit_events: `select 'aud_' || n, 'org_' || n % 500, 'order_placed', 'account', 'acc_' || n % 999, 'A', 'portal', 'req_' || n, null, 'order',
    'ord_' || n, '{"lines": 1}', now() - n * interval '1 s', n, md5(n::text)`,
} as const
type LargeTable = keyof typeof rowsOf
export const largeTables = Object.keys(rowsOf) as LargeTable[]

/** Rows without the rows that they name: what they hold is not what is measured. */
export async function fillLargeTables(admin: postgres.Sql, rows: number): Promise<void> {
  await admin`set session_replication_role = replica`
  for (const table of largeTables) {
    await admin.unsafe(`insert into ${table} ${rowsOf[table]} from generate_series(1, ${rows}) n`)
    await admin.unsafe(`analyze ${table}`)
  }
}

/** One insert and one read of each large table after another, each by itself, until stopped; each may take long, and none fails. */
export function useLargeTables(admin: postgres.Sql) {
  const longest = Object.fromEntries(largeTables.map((table) => [table, 0])) as Record<LargeTable, number>
  let [isOver, statements] = [false, 0]
  async function keepUsing(table: LargeTable): Promise<void> {
    const own = await admin.reserve()
    await own`set session_replication_role = replica`
    for (let n = -1; !isOver; n -= 1) {
      const begun = performance.now()
      await own.unsafe(`insert into ${table} ${rowsOf[table]} from (select ${n} n) _`)
      await own.unsafe(`select from ${table} limit 1`)
      statements += 2
      longest[table] = Math.max(longest[table], Math.round(performance.now() - begun))
      await pause(10)
    }
    own.release()
  }
  const using = Promise.all(largeTables.map(keepUsing))
  return {
    /** The statements, and the milliseconds of the longest pair of each table. */
    async stop() {
      isOver = true
      await using
      return { statements, longest }
    },
  }
}
