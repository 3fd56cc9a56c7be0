import path from 'node:path'
import { adminName } from '~/db/embedded/cluster'
import { StartRefusal } from '~/db/embedded/index'
import { readRecord } from '~/db/embedded/record'
import { type DatabaseRole, databaseRoles, roleUrl } from '~/db/roles'
import { passwordsIn } from '~/lib/kernel/secrets/address-passwords'
import { refuseWeakPassword } from '~/lib/kernel/secrets/installation-secrets'
import { databaseName, roleUrls } from '../lib/roles'
import { root } from '../lib/root'
import { readKeptSecrets } from '../lib/secrets'

type RoleAddresses = {
  urls: Record<DatabaseRole, string>
  /** From the data folder, when the environment names none. */
  encryptionKey: string | undefined
  /** The database's name in messages for people. */
  place: string
}

const variables: Record<DatabaseRole, string> = {
  andromede_migrator: 'MIGRATOR_DATABASE_URL',
  andromede_portal: 'PORTAL_DATABASE_URL',
  andromede_operator: 'OPERATOR_DATABASE_URL',
  andromede_worker: 'DATABASE_URL',
  andromede_queue: 'QUEUE_DATABASE_URL',
  andromede_simulator: 'SIMULATOR_DATABASE_URL',
}

/**
 * The database address of each role: the six addresses that `npm start` passes to its children; one server address
 * with ROLE_PASSWORDS, as for `prepare-database`; or the secrets in DATA_DIR, with DATABASE_URL or the embedded
 * server. Read-only: a command creates no secrets.
 *
 * @throws StartRefusal in one line that names the missing or invalid variable
 */
export function findRoleAddresses(env: NodeJS.ProcessEnv): RoleAddresses {
  for (const name of ['ADMIN_DATABASE_URL', ...Object.values(variables)]) passwordsIn(name, env[name] ?? '')
  const serverUrl = env.ADMIN_DATABASE_URL || env.DATABASE_URL
  if (env.MIGRATOR_DATABASE_URL) return fromVariables(env)
  if (env.ROLE_PASSWORDS) {
    if (!serverUrl) throw new StartRefusal('ADMIN_DATABASE_URL is not set: ROLE_PASSWORDS needs its server.')
    const passwords = readRolePasswords(env.ROLE_PASSWORDS)
    const database = env.DATABASE_NAME || databaseName
    const urls = addressesOf((role) => roleUrl(serverUrl, database, role, passwords[role]))
    return { urls, encryptionKey: undefined, place: placeOf(serverUrl) }
  }
  return fromDataFolder(env, serverUrl)
}

function fromVariables(env: NodeJS.ProcessEnv): RoleAddresses {
  const urls = addressesOf((role) => {
    const url = env[variables[role]]
    if (!url) throw new StartRefusal(`${variables[role]} is not set.`)
    return url
  })
  return { urls, encryptionKey: undefined, place: placeOf(urls.andromede_worker) }
}

function fromDataFolder(env: NodeJS.ProcessEnv, serverUrl: string | undefined): RoleAddresses {
  const dataDir = path.resolve(root, env.DATA_DIR || '.data')
  const secrets = readKeptSecrets(dataDir)
  if (!secrets) {
    throw new StartRefusal(
      serverUrl
        ? `ROLE_PASSWORDS is not set, and ${dataDir} holds no secrets of an installation.`
        : `no installation in ${dataDir}: set ADMIN_DATABASE_URL and ROLE_PASSWORDS, or DATA_DIR.`,
    )
  }
  const { encryptionKey, rolePasswords } = secrets
  if (serverUrl) return { urls: roleUrls(serverUrl, rolePasswords), encryptionKey, place: placeOf(serverUrl) }
  const record = readRecord(dataDir)
  if (!record)
    throw new StartRefusal(
      `ADMIN_DATABASE_URL is not set, and ${dataDir} holds no database: run npm start first.`,
    )
  const url = `postgres://${adminName}:${record.password}@127.0.0.1:${record.port}/postgres`
  const place = `of ${dataDir} (npm start runs it)`
  return { urls: roleUrls(url, rolePasswords), encryptionKey, place }
}

/** @throws StartRefusal without quoting the text, which contains passwords */
export function readRolePasswords(text: string): Record<DatabaseRole, string> {
  let passwords: Record<string, unknown>
  try {
    passwords = JSON.parse(text)
  } catch {
    throw new StartRefusal('ROLE_PASSWORDS is not JSON.')
  }
  return addressesOf((role) => {
    const password = passwords?.[role]
    if (typeof password !== 'string' || !password) throw new StartRefusal(`ROLE_PASSWORDS lacks ${role}.`)
    refuseWeakPassword(`ROLE_PASSWORDS: the one of ${role}`, password)
    return password
  })
}

function addressesOf(of: (role: DatabaseRole) => string): Record<DatabaseRole, string> {
  return Object.fromEntries(databaseRoles.map((role) => [role, of(role)])) as Record<DatabaseRole, string>
}

/** Without user and password. */
function placeOf(url: string): string {
  try {
    const { hostname, port } = new URL(url)
    return `at ${hostname}:${port || 5432}`
  } catch {
    throw new StartRefusal('The address of the database is not a URL.')
  }
}
