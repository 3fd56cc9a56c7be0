import { existsSync, lstatSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** Entries of `parent` named `prefix` and the id of a process that has ended: what this user's killed commands left. */
export function interruptedIn(parent: string, prefix: string): string[] {
  if (!existsSync(parent)) return []
  return readdirSync(parent)
    .filter((name) => name.startsWith(prefix) && hasEnded(Number.parseInt(name.slice(prefix.length), 10)))
    .map((name) => path.join(parent, name))
    .filter((entry) => lstatSync(entry, { throwIfNoEntry: false })?.uid === (process.getuid?.() ?? 0))
}

function hasEnded(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EPERM'
  }
}
