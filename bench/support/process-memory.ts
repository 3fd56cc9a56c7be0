import { readFileSync } from 'node:fs'
import { treeOf } from './process-cpu.ts'

/** Resident MiB of a process and its live descendants. Linux only. */
export function treeMib(root: number | undefined): number {
  return treeOf(root).reduce((sum, pid) => sum + residentMib(pid), 0)
}

function residentMib(pid: string): number {
  try {
    const [, kibibytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kibibytes ?? 0) / 1_024
  } catch {
    return 0
  }
}
