import { execFile, type SpawnOptions, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

import { asUser, systemUser } from '~/db/embedded/run-user'

const run = promisify(execFile)
const programs = '/usr/lib/postgresql/17/bin'
const pgBackRest = '/usr/bin/pgbackrest'

/** Root on Debian, since PostgreSQL and pgBackRest run as its user `postgres`. */
export const hasPgBackRest =
  process.getuid?.() === 0 && existsSync(pgBackRest) && existsSync(path.join(programs, 'postgres'))

const user = hasPgBackRest ? systemUser('postgres') : undefined
const superuser = 'postgres'

export type Archive = { environment: Record<string, string>; configuration: string }
export type DebianPostgres = {
  adminUrl: string
  /** Ends with its data lost, as far as clients see. */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** A folder that belongs to the database's user. */
export function makeOwnFolder(folder: string): string {
  mkdirSync(folder, { mode: 0o700 })
  if (user) chownSync(folder, user.uid, user.gid)
  return folder
}

const environmentWith = (own: Record<string, string>): NodeJS.ProcessEnv => ({
  NODE_ENV: 'test',
  PATH: '/usr/bin:/bin',
  ...own,
})

/** Run one of PostgreSQL's programs, or pgBackRest, as its user; returns its standard output. */
export async function runAsPostgres(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const file = program === 'pgbackrest' ? pgBackRest : path.join(programs, program)
  try {
    const options = { ...asUser(user), env: environmentWith(env) }
    return (await run(file, [...args], options)).stdout
  } catch (error) {
    // pgBackRest reports on its standard output.
    throw Object.assign(error as Error, {
      message: `${(error as Error).message}\n${(error as { stdout?: string }).stdout}`,
    })
  }
}

/** The environment of pgBackRest with the shipped configuration, for one cluster and one repository on this machine. */
export function archiveOf(
  configuration: string,
  folders: { cluster: string; repository: string; port: number },
): Archive {
  return {
    configuration,
    environment: {
      PGBACKREST_CONFIG: configuration,
      PGBACKREST_STANZA: 'andromede',
      PGBACKREST_REPO1_PATH: folders.repository,
      PGBACKREST_REPO1_CIPHER_PASS: randomBytes(24).toString('base64'),
      PGBACKREST_PG1_PATH: folders.cluster,
      PGBACKREST_PG1_PORT: String(folders.port),
      PGBACKREST_PG1_SOCKET_PATH: path.dirname(folders.cluster),
      PGBACKREST_LOCK_PATH: path.dirname(folders.cluster),
    },
  }
}

export async function initialise(cluster: string): Promise<string> {
  const password = randomBytes(24).toString('hex')
  const file = `${cluster}.password`
  writeFileSync(file, password)
  if (user) chownSync(file, user.uid, user.gid)
  await runAsPostgres('initdb', [
    `--pgdata=${cluster}`,
    `--username=${superuser}`,
    `--pwfile=${file}`,
    '--auth-host=scram-sha-256',
    // pgBackRest connects by the socket, in a folder that is closed to others.
    '--auth-local=trust',
    '--encoding=UTF8',
    '--locale=C',
  ])
  return password
}

/** Run the cluster with its log archived as in docs/operating/backups.md; `settings` replaces some of that. */
export async function startDebianPostgres(
  cluster: string,
  {
    password,
    port,
    archive,
    settings,
  }: { password: string; port: number; archive: Archive; settings: Record<string, string> },
): Promise<DebianPostgres> {
  const chosen: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: path.dirname(cluster),
    archive_mode: 'on',
    archive_command: 'pgbackrest archive-push %p',
    archive_timeout: '60',
    ...settings,
  }
  const args = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const options: SpawnOptions = {
    ...asUser(user),
    env: environmentWith(archive.environment),
    stdio: ['ignore', 'ignore', 'pipe'],
  }
  const server = spawn(path.join(programs, 'postgres'), ['-D', cluster, ...args], options)
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()))
  let said = ''
  await new Promise<void>((resolve, reject) => {
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (/ready to accept connections/.test(said)) resolve()
    })
    server.once('close', () => reject(new Error(`PostgreSQL 17 ended:\n${said}`)))
  })
  const endWith = async (signal: NodeJS.Signals) => {
    server.kill(signal)
    await ended
  }
  return {
    adminUrl: `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`,
    kill: () => endWith('SIGQUIT'),
    stop: () => endWith('SIGINT'),
  }
}
