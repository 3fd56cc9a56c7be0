import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { listServerProcesses } from './list-processes.ts'
import { StartRefusal } from './refusal.ts'
import { isSocketFile } from './socket.ts'

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Clear what an interrupted run left in `cluster`: stop a server that outlived its parent, end processes that
 * outlived their killed server, and remove pid files whose number now belongs to another program (PostgreSQL would
 * refuse to start on them). The caller holds the data folder's lock, so no live run owns that server. `signal`
 * aborts the wait.
 */
export async function clearLeftover(cluster: string, signal?: AbortSignal): Promise<void> {
  await stopLeftServer(cluster, signal)
  await endOrphans(cluster, signal)
  const sockets = `${cluster}-socket`
  if (!existsSync(sockets)) return
  for (const name of readdirSync(sockets).filter(isSocketFile))
    rmSync(path.join(sockets, name), { force: true })
}

async function stopLeftServer(cluster: string, signal: AbortSignal | undefined): Promise<void> {
  const pidFile = path.join(cluster, 'postmaster.pid')
  let pid: number
  try {
    pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
  } catch {
    return
  }
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return

  const command =
    spawnSync('ps', ['-ww', '-p', String(pid), '-o', 'args='], { encoding: 'utf8' }).stdout ?? ''
  const readCommand = command.trim() || readProcCommand(pid)
  if (!readCommand.includes('postgres') || !readCommand.includes(cluster)) {
    rmSync(pidFile, { force: true })
    return
  }
  process.kill(pid, 'SIGINT')
  for (let tries = 0; isAlive(pid); tries += 1) {
    if (tries === 300) {
      throw new StartRefusal(
        `A database left by an earlier run (process ${pid}) does not stop; end it and start again.`,
      )
    }
    await wait(100, undefined, { signal })
  }
}

/**
 * Backends of a killed server exit as soon as they notice, but a long query delays that, and PostgreSQL refuses to
 * start while one lives. Their shared memory is already lost, so kill them.
 */
async function endOrphans(cluster: string, signal: AbortSignal | undefined): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const orphans = listServerProcesses(cluster)
    if (orphans.length === 0) return
    if (tries === 100) {
      throw new StartRefusal(
        `Processes of an earlier database (${orphans.join(', ')}) do not end; end them and start again.`,
      )
    }
    for (const pid of orphans) end(pid)
    await wait(100, undefined, { signal })
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It has exited in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function readProcCommand(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
