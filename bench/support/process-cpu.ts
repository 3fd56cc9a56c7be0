import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

export type ProcessStat = { parent: string; seconds: number }

/** A process's parent and its used CPU seconds; empty for one that is gone. Linux only. */
export function statOf(pid: string): ProcessStat {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return { parent: fields[1] ?? '', seconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond }
  } catch {
    return { parent: '', seconds: 0 }
  }
}

/** A process and its live descendants. */
export function treeOf(root: number | undefined): string[] {
  return statsOf(root).map(([pid]) => pid)
}

/** CPU seconds used by a process and its live descendants. */
export function treeSeconds(root: number | undefined): number {
  return statsOf(root).reduce((sum, [, { seconds }]) => sum + seconds, 0)
}

function statsOf(root: number | undefined): [string, ProcessStat][] {
  const stats = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid): [string, ProcessStat] => [pid, statOf(pid)]),
  )
  const isWithin = (pid: string): boolean => pid === String(root) || isWithinParent(stats.get(pid)?.parent)
  const isWithinParent = (parent: string | undefined) =>
    parent !== undefined && parent !== '' && parent !== '0' && isWithin(parent)
  return [...stats].filter(([pid]) => isWithin(pid))
}

/** CPU milliseconds of the threads of these live processes, to the nanosecond; Linux only. Ended threads are missing. */
export function threadMilliseconds(pids: readonly string[]): number {
  let nanoseconds = 0
  for (const pid of pids)
    for (const thread of readdirSync(`/proc/${pid}/task`))
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
  return nanoseconds / 1e6
}
