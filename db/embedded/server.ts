import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { invariant } from '../../lib/kernel/errors.ts'
import type { PostgresBinaries } from './binaries.ts'
import { postgresEnvironment } from './cluster.ts'
import { StartRefusal } from './refusal.ts'
import { asUser, type RunUser } from './run-user.ts'
import { makeSocketFolder, socketFolderOf } from './socket.ts'
import type { Watchdog } from './watchdog.ts'

const settings = {
  listen_addresses: '127.0.0.1',
  max_connections: '200',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
}
const unsafeSettings = { fsync: 'off', full_page_writes: 'off' }
/** A backup for a second standby must not remove the log that a slow first one has yet to receive. */
const replicatedSettings = { ...unsafeSettings, wal_keep_size: '256MB' }
const throwawaySettings = {
  ...unsafeSettings,
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
}

/** `fast` cuts every connection and flushes everything; `immediate` is a crash; `kill` kills only the postmaster. */
export type StopMode = 'fast' | 'immediate' | 'kill'
export type Postmaster = { stop(mode?: StopMode): Promise<void>; exited: Promise<void> }
export type PostmasterOptions = {
  binaries: PostgresBinaries
  cluster: string
  user: RunUser
  port: number
  isThrowaway: boolean
  /** A throwaway that has standbys, or is one. */
  isReplicated?: boolean | undefined
  watchdog: Watchdog
  log: (line: string) => void
  /** For this run only. */
  settings?: Record<string, string> | undefined
  /** Ends a server that does not accept connections yet. */
  signal?: AbortSignal | undefined
}
export type StartOutcome =
  | { outcome: 'ready'; postmaster: Postmaster; socketFolder: string | null }
  | { outcome: 'port_taken' }

/**
 * Run PostgreSQL on `cluster` and resolve once it accepts connections. The server runs in its own session, so Ctrl-C
 * in the terminal does not stop it before its clients; the watchdog stops it when this process dies without doing
 * so.
 */
export async function runPostmaster(options: PostmasterOptions): Promise<StartOutcome> {
  const socketFolder = socketFolderOf(options.cluster, options.port)
  if (socketFolder !== null) makeSocketFolder(socketFolder, options.user)
  const started = await run(options, socketFolder)
  // Not every file system supports sockets.
  const outcome = started.outcome === 'no_socket' ? await run(options, null) : started
  invariant(outcome.outcome !== 'no_socket', 'no socket was asked for')
  return outcome
}

async function run(
  options: PostmasterOptions,
  socketFolder: string | null,
): Promise<StartOutcome | { outcome: 'no_socket' }> {
  const { binaries, cluster, user, port, watchdog, log } = options
  const chosen = {
    ...settings,
    ...(options.isThrowaway ? (options.isReplicated ? replicatedSettings : throwawaySettings) : {}),
    ...options.settings,
    port: String(port),
    unix_socket_directories: socketFolder === null ? '' : `"${socketFolder.replaceAll('"', '""')}"`,
  }
  const server = spawn(
    path.join(binaries.folder, 'bin', 'postgres'),
    ['-D', cluster, ...Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...asUser(user), env: postgresEnvironment(), detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  if (server.pid !== undefined) watchdog.guard(server.pid)
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const giveUp = () => void server.kill('SIGINT')
  if (options.signal?.aborted) giveUp()
  options.signal?.addEventListener('abort', giveUp)
  const verdict = await firstVerdict(server, log)
  options.signal?.removeEventListener('abort', giveUp)
  if (verdict.outcome === 'failed')
    throw new StartRefusal(`The embedded PostgreSQL did not start: ${verdict.reason}`)
  if (verdict.outcome !== 'ready') return { outcome: verdict.outcome }

  const postmaster = { exited, stop: (mode?: StopMode) => stopServer(server, exited, mode) }
  return { outcome: 'ready', postmaster, socketFolder }
}

type Verdict = { outcome: 'ready' | 'port_taken' | 'no_socket' } | { outcome: 'failed'; reason: string }

function firstVerdict(server: ChildProcess, log: (line: string) => void): Promise<Verdict> {
  return new Promise((resolve) => {
    let rest = ''
    let reason = ''
    let failing: 'port_taken' | 'no_socket' | null = null
    server.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        log(line)
        // PostgreSQL binds TCP first and ends without its port, for which there are many reasons, before it creates a
        // socket.
        if (line.includes('could not create any Unix-domain sockets')) failing ??= 'no_socket'
        else if (line.includes('could not bind') && !line.includes('Unix')) failing ??= 'port_taken'
        if (line.includes('FATAL:') || line.includes('could not'))
          reason ||= line.replace(/^.*?(FATAL|LOG|HINT):\s*/, '')
        if (/ready to accept (read-only )?connections/.test(line)) resolve({ outcome: 'ready' })
      }
    })
    server.once('error', (error) => resolve({ outcome: 'failed', reason: error.message }))
    server.once('close', (code) =>
      resolve(
        failing
          ? { outcome: failing }
          : { outcome: 'failed', reason: reason || `it ended with code ${code}` },
      ),
    )
  })
}

const stopSignals = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' } as const

async function stopServer(
  server: ChildProcess,
  exited: Promise<void>,
  mode: StopMode = 'fast',
): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill(stopSignals[mode])
  const quitTimer = setTimeout(() => server.kill('SIGQUIT'), 30_000)
  await exited
  clearTimeout(quitTimer)
}
