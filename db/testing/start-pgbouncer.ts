import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findFreePort } from '../embedded/free-port'
import { chooseRunUser } from '../embedded/run-user'
import { databaseRoles } from '../roles'
import { testPasswords } from './template'

const program = '/usr/sbin/pgbouncer'
export const hasPgBouncer = existsSync(program)

export type PgBouncer = {
  /** The address with host and port replaced by the pooler's. */
  through(url: string): string
  stop(): Promise<void>
}

/**
 * Debian's PgBouncer on loopback, in transaction mode and as it is shipped otherwise, in front of the server of this
 * address. It ends with this process.
 */
export async function startPgBouncer(
  serverUrl: string,
  settings: Record<string, number>,
): Promise<PgBouncer> {
  const server = new URL(serverUrl)
  const user = chooseRunUser()
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-pgbouncer-'))
  const port = await findFreePort()
  const file = (name: string, lines: string[]) => {
    const place = path.join(folder, name)
    writeFileSync(place, `${lines.join('\n')}\n`)
    if (user !== undefined) chownSync(place, user.uid, user.gid)
    return place
  }
  const users = databaseRoles.map((role) => `"${role}" "${testPasswords[role]}"`)
  const configuration = file('pgbouncer.ini', [
    '[databases]',
    `* = host=${server.hostname} port=${server.port}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${file('users.txt', users)}`,
    'pool_mode = transaction',
    ...Object.entries(settings).map(([name, value]) => `${name} = ${value}`),
  ])
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  // It refuses root.
  const as = user === undefined ? [] : [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups']
  const child = spawn('setpriv', [...as, '--pdeathsig', 'KILL', program, configuration], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let output = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.includes('process up')) resolve()
    })
    child.once('error', reject)
    child.once('close', () => reject(new Error(`PgBouncer did not start: ${output}`)))
  })
  return {
    through(url) {
      const pooled = new URL(url)
      pooled.hostname = '127.0.0.1'
      pooled.port = String(port)
      return pooled.href
    },
    async stop() {
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
