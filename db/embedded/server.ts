import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import type { PostgresBinaries } from './binaries.ts'
import { postgresEnvironment } from './cluster.ts'
import { StartRefusal } from './refusal.ts'
import { asUser, type RunUser } from './run-user.ts'

const settings = {
  listen_addresses: '127.0.0.1',
  // Everything comes by TCP: a socket's path has 107 bytes, which deep folders exceed.
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
}
const throwawaySettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
}

export type Postmaster = { stop(): Promise<void>; exited: Promise<void> }
export type StartOutcome = { outcome: 'ready'; postmaster: Postmaster } | { outcome: 'port_taken' }

/**
 * Run PostgreSQL on `cluster` and resolve once it accepts connections. The server is in a session of
 * its own, so a Ctrl-C in the terminal does not stop it before those who use it; a watchdog stops it
 * when this process dies without doing so, and then removes `throwaway` when given.
 */
export async function runPostmaster(options: {
  binaries: PostgresBinaries
  cluster: string
  user: RunUser
  port: number
  throwaway?: string
  log: (line: string) => void
}): Promise<StartOutcome> {
  const { binaries, cluster, user, port, throwaway, log } = options
  const chosen = { ...settings, ...(throwaway === undefined ? {} : throwawaySettings), port: String(port) }
  const server = spawn(
    path.join(binaries.folder, 'bin', 'postgres'),
    ['-D', cluster, ...Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...asUser(user), env: postgresEnvironment(), detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const verdict = await firstVerdict(server, log)
  if (verdict.outcome === 'port_taken') return verdict
  if (verdict.outcome === 'failed')
    throw new StartRefusal(`The embedded PostgreSQL did not start: ${verdict.reason}`)

  const watchdog = watchOver(server, user, throwaway)
  return { outcome: 'ready', postmaster: { exited, stop: () => stopServer(server, exited, watchdog) } }
}

type Verdict = { outcome: 'ready' } | { outcome: 'port_taken' } | { outcome: 'failed'; reason: string }

function firstVerdict(server: ChildProcess, log: (line: string) => void): Promise<Verdict> {
  return new Promise((resolve) => {
    let rest = ''
    let reason = ''
    let portTaken = false
    server.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        log(line)
        if (line.includes('could not bind')) portTaken = true
        if (line.includes('FATAL:') || line.includes('could not'))
          reason ||= line.replace(/^.*?(FATAL|LOG|HINT):\s*/, '')
        if (line.includes('ready to accept connections')) resolve({ outcome: 'ready' })
      }
    })
    server.once('error', (error) => resolve({ outcome: 'failed', reason: error.message }))
    server.once('close', (code) =>
      resolve(
        portTaken
          ? { outcome: 'port_taken' }
          : { outcome: 'failed', reason: reason || `it ended with code ${code}` },
      ),
    )
  })
}

const watchdogScript = `read -r _
kill -INT "$1" 2>/dev/null
while kill -0 "$1" 2>/dev/null; do sleep 0.2; done
[ -z "$2" ] || rm -rf "$2"`

function watchOver(server: ChildProcess, user: RunUser, throwaway: string | undefined): ChildProcess {
  // Its standard input is a pipe from us: the end of the pipe is the end of this process, however it came.
  const watchdog = spawn('/bin/sh', ['-c', watchdogScript, 'sh', String(server.pid), throwaway ?? ''], {
    ...asUser(user),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watchdog.stdin?.on('error', () => {})
  watchdog.unref()
  return watchdog
}

async function stopServer(
  server: ChildProcess,
  exited: Promise<void>,
  watchdog: ChildProcess,
): Promise<void> {
  watchdog.kill('SIGKILL')
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill('SIGINT')
  const impatience = setTimeout(() => server.kill('SIGQUIT'), 30_000)
  await exited
  clearTimeout(impatience)
}
