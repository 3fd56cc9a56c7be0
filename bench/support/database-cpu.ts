import { readdirSync } from 'node:fs'
import type postgres from 'postgres'
import { statOf } from './process-cpu.ts'

/** CPU seconds used by the live processes of this database server; Linux only. */
export async function databaseCpu(sql: postgres.Sql): Promise<() => number> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
  const postmaster = statOf(String(row?.pid)).parent
  return () =>
    readdirSync('/proc').reduce((seconds, pid) => {
      if (!/^\d+$/.test(pid)) return seconds
      const stat = statOf(pid)
      return stat.parent === postmaster ? seconds + stat.seconds : seconds
    }, 0)
}
