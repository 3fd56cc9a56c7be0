import path from 'node:path'
import { adminName } from '~/db/embedded/cluster'
import { StartRefusal } from '~/db/embedded/index'
import { readRecord } from '~/db/embedded/record'
import { readSet } from '~/lib/kernel/configuration/read'
import type { VariableName } from '~/lib/kernel/configuration/variables'
import { type DatabaseRole, databaseRoles, type RolePasswords } from '~/lib/kernel/database-roles'
import { faultOfAddress } from '~/lib/kernel/secrets/address-passwords'
import type { EncryptionKeys } from '~/lib/kernel/secrets/keyring-form'
import { faultOfRolePasswords, rolePasswordsIn } from '~/lib/kernel/secrets/role-passwords'
import { databaseName, roleUrls } from '../lib/roles'
import { root } from '../lib/root'
import { encryptionKeysOf, readKeptSecrets } from '../lib/secrets'

type RoleAddresses = {
  urls: Record<DatabaseRole, string>
  /** From the data folder, when the environment names none. */
  encryptionKeys: EncryptionKeys | undefined
  /** The database's name in messages for people. */
  place: string
}

const variables = {
  andromede_migrator: 'MIGRATOR_DATABASE_URL',
  andromede_portal: 'PORTAL_DATABASE_URL',
  andromede_api: 'API_DATABASE_URL',
  andromede_operator: 'OPERATOR_DATABASE_URL',
  andromede_worker: 'DATABASE_URL',
  andromede_queue: 'QUEUE_DATABASE_URL',
  andromede_simulator: 'SIMULATOR_DATABASE_URL',
} as const satisfies Record<DatabaseRole, VariableName>

type Read = (name: VariableName) => string | undefined

/**
 * The database address of each role: the addresses that `npm start` passes to its children; one server address
 * with ROLE_PASSWORDS, as for `prepare-database`; or the secrets in DATA_DIR, with DATABASE_URL or the embedded
 * server. Read-only: a command creates no secrets.
 *
 * @throws StartRefusal in one line that names the missing or invalid variable
 */
export function findRoleAddresses(read: Read = readSet): RoleAddresses {
  for (const name of ['ADMIN_DATABASE_URL', ...Object.values(variables)] as const) {
    const address = read(name)
    if (address) refuse(name, faultOfAddress(address))
  }
  const serverUrl = read('ADMIN_DATABASE_URL') ?? read('DATABASE_URL')
  if (read('MIGRATOR_DATABASE_URL')) return fromVariables(read)
  const text = read('ROLE_PASSWORDS')
  if (text) {
    if (!serverUrl) throw new StartRefusal('ADMIN_DATABASE_URL is not set: ROLE_PASSWORDS needs its server.')
    const passwords = readRolePasswords(text)
    const database = read('DATABASE_NAME') ?? databaseName
    const urls = roleUrls(serverUrl, passwords, database)
    return { urls, encryptionKeys: undefined, place: placeOf(serverUrl) }
  }
  return fromDataFolder(read, serverUrl)
}

function fromVariables(read: Read): RoleAddresses {
  const urls = addressesOf((role) => {
    const url = read(variables[role])
    if (!url) throw new StartRefusal(`${variables[role]} is not set.`)
    return url
  })
  return { urls, encryptionKeys: undefined, place: placeOf(urls.andromede_worker) }
}

function fromDataFolder(read: Read, serverUrl: string | undefined): RoleAddresses {
  const dataDir = path.resolve(root, read('DATA_DIR') ?? '.data')
  const secrets = readKeptSecrets(dataDir)
  if (!secrets) {
    throw new StartRefusal(
      serverUrl
        ? `ROLE_PASSWORDS is not set, and ${dataDir} holds no secrets of an installation.`
        : `no installation in ${dataDir}: set ADMIN_DATABASE_URL and ROLE_PASSWORDS, or DATA_DIR.`,
    )
  }
  const { rolePasswords } = secrets
  const encryptionKeys = encryptionKeysOf(secrets)
  if (serverUrl)
    return { urls: roleUrls(serverUrl, rolePasswords), encryptionKeys, place: placeOf(serverUrl) }
  const record = readRecord(dataDir)
  if (!record)
    throw new StartRefusal(
      `ADMIN_DATABASE_URL is not set, and ${dataDir} holds no database: run npm start first.`,
    )
  const url = `postgres://${adminName}:${record.password}@127.0.0.1:${record.port}/postgres`
  const place = `of ${dataDir} (npm start runs it)`
  return { urls: roleUrls(url, rolePasswords), encryptionKeys, place }
}

/** @throws StartRefusal without quoting the text, which contains passwords */
function readRolePasswords(text: string): RolePasswords {
  refuse('ROLE_PASSWORDS', faultOfRolePasswords(text))
  return rolePasswordsIn(text)
}

function refuse(name: string, fault: string | null): void {
  if (fault) throw new StartRefusal(`${name} ${fault}.`)
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
