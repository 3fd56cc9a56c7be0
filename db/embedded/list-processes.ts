import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { asUser } from './run-user.ts'

/** PostgreSQL processes working in `cluster`. On systems without `/proc`, PostgreSQL itself finds leftovers. */
export function listServerProcesses(cluster: string): number[] {
  if (!existsSync('/proc/self')) return []
  const folder = realpathSync(cluster)
  const found: number[] = []
  const closed: number[] = []
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const works = worksIn(folder, pid)
    if (works === 'closed') closed.push(pid)
    else if (works) found.push(pid)
  }
  return [...found, ...listAsOwner(folder, closed)]
}

function worksIn(folder: string, pid: number): boolean | 'closed' {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === folder &&
      path.basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('postgres')
    )
  } catch (error) {
    // Any other error: the process has exited in the meantime.
    return ['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '') && 'closed'
  }
}

const script = `folder=$1; shift
for pid; do
  exe=$(readlink "/proc/$pid/exe") || continue
  case \${exe##*/} in postgres*) [ "$(readlink "/proc/$pid/cwd")" = "$folder" ] && echo "$pid" ;; esac
done`

/**
 * Root without CAP_SYS_PTRACE, as in an ordinary container, may not read the working directory of another user's
 * process; that user may. So a child process running as the cluster's owner checks those of `pids` that belong to
 * the owner and have PostgreSQL's name.
 */
function listAsOwner(folder: string, pids: readonly number[]): number[] {
  const { uid, gid } = statSync(folder)
  const candidates = pids.filter((pid) => isNamedPostgres(pid, uid))
  if (candidates.length === 0 || process.getuid?.() !== 0) return []
  const owner = { name: `uid ${uid}`, uid, gid }
  const answer = spawnSync('/bin/sh', ['-c', script, 'sh', folder, ...candidates.map(String)], {
    ...asUser(owner),
    encoding: 'utf8',
  })
  if (answer.error) throw answer.error
  return answer.stdout.split('\n').filter(Boolean).map(Number)
}

function isNamedPostgres(pid: number, uid: number): boolean {
  try {
    return (
      statSync(`/proc/${pid}`).uid === uid && readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
    )
  } catch {
    // It has exited in the meantime.
    return false
  }
}
