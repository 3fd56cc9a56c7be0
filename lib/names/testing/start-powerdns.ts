import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { findFreePort } from '~/db/embedded/free-port'

const program = '/usr/sbin/pdns_server'
const schema = '/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql'

export type PowerDns = {
  baseUrl: string
  key: string
  /** `address:port` where it answers questions. */
  dns: string
  /** Ends it without a warning. */
  stop(): Promise<void>
}

export const hasPowerDns = existsSync(program) && existsSync(schema)

/** A PowerDNS of its own on loopback, with its data in a folder that `stop` removes; it ends with this process. */
export async function startPowerDns(): Promise<PowerDns> {
  const folder = await mkdtemp(path.join(tmpdir(), 'andromede-pdns-'))
  const file = path.join(folder, 'names.sqlite3')
  const database = new DatabaseSync(file)
  database.exec(await readFile(schema, 'utf8'))
  database.close()
  const [port, api] = [await findFreePort(), await findFreePort()]
  const key = randomBytes(16).toString('hex')
  const settings = {
    'config-dir': folder,
    'socket-dir': folder,
    guardian: 'no',
    daemon: 'no',
    'write-pid': 'no',
    'disable-syslog': 'yes',
    launch: 'gsqlite3',
    'gsqlite3-database': file,
    'local-address': '127.0.0.1',
    'local-port': `${port}`,
    api: 'yes',
    'api-key': key,
    webserver: 'yes',
    'webserver-address': '127.0.0.1',
    'webserver-port': `${api}`,
    'zone-cache-refresh-interval': '0',
    'cache-ttl': '0',
    'query-cache-ttl': '0',
    'negquery-cache-ttl': '0',
  }
  const flags = Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...flags], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let output = ''
  const ready = new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.includes('ready to distribute questions')) resolve()
    })
    child.once('error', reject)
    child.once('close', () => reject(new Error(`PowerDNS did not start: ${output}`)))
  })
  await ready
  return {
    baseUrl: `http://127.0.0.1:${api}`,
    key,
    dns: `127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
