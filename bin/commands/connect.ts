import path from 'node:path'
import { configureDatabase } from '~/db/client'
import { adminName } from '~/db/embedded/cluster'
import { readRecord } from '~/db/embedded/record'
import { type DatabaseRole, databaseRoles } from '~/db/roles'
import { roleUrls } from '../lib/roles'
import { root } from '../lib/root'
import { loadSecrets } from '../lib/secrets'

const variables: Record<DatabaseRole, string> = {
  andromede_migrator: 'MIGRATOR_DATABASE_URL',
  andromede_portal: 'PORTAL_DATABASE_URL',
  andromede_operator: 'OPERATOR_DATABASE_URL',
  andromede_worker: 'DATABASE_URL',
  andromede_queue: 'QUEUE_DATABASE_URL',
  andromede_simulator: 'SIMULATOR_DATABASE_URL',
}

/**
 * Point this command at an installation: by the variables that `npm start` gives its children, else by
 * the secrets in DATA_DIR together with DATABASE_URL (an administrator's), else by the embedded server of
 * DATA_DIR, which must be running. Use cases called afterwards find their roles.
 */
export function connectInstallation(): Record<DatabaseRole, string> {
  const urls = process.env.MIGRATOR_DATABASE_URL ? fromVariables() : fromDataFolder()
  configureDatabase({
    portal: urls.andromede_portal,
    operator: urls.andromede_operator,
    worker: urls.andromede_worker,
  })
  process.env.SIMULATOR_DATABASE_URL ??= urls.andromede_simulator
  return urls
}

function fromVariables(): Record<DatabaseRole, string> {
  const pairs = databaseRoles.map((role) => {
    const url = process.env[variables[role]]
    if (!url) throw new Error(`${variables[role]} is not set`)
    return [role, url] as const
  })
  return Object.fromEntries(pairs) as Record<DatabaseRole, string>
}

function fromDataFolder(): Record<DatabaseRole, string> {
  const dataDir = path.resolve(root, process.env.DATA_DIR || '.data')
  const secrets = loadSecrets(dataDir)
  process.env.ENCRYPTION_KEY ??= secrets.encryptionKey
  if (process.env.DATABASE_URL) return roleUrls(process.env.DATABASE_URL, secrets.rolePasswords)
  const record = readRecord(dataDir)
  if (!record)
    throw new Error(`no installation in ${dataDir}: run npm start first, or set DATABASE_URL or DATA_DIR`)
  return roleUrls(
    `postgres://${adminName}:${record.password}@127.0.0.1:${record.port}/postgres`,
    secrets.rolePasswords,
  )
}
