import { readdirSync, readFileSync } from 'node:fs'
import type postgres from 'postgres'

const ticksPerSecond = 100

/** CPU seconds that the processes of this database server have used, as far as they live; Linux alone. */
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

function statOf(pid: string): { parent: string; seconds: number } {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return { parent: fields[1] ?? '', seconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond }
  } catch {
    return { parent: '', seconds: 0 }
  }
}
