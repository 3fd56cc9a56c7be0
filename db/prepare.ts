import postgres from 'postgres'
import { credentialsOf, type RolePasswords } from '../lib/kernel/database-roles.ts'
import { newId } from '../lib/kernel/ids.ts'
import { StartRefusal } from '../lib/kernel/process/start-refusal.ts'
import { fingerprintOf } from '../lib/kernel/secrets/installation-secrets.ts'
import { type EncryptionKeys, heldBy } from '../lib/kernel/secrets/keyring-form.ts'
import { applyMigrations, withTurn } from './migrator/apply-migrations.ts'
import { readRelease } from './migrator/history.ts'
import { readSchemaVersion } from './migrator/schema-version.ts'
import { migrateQueue } from './queue.ts'
import { refuseNewer } from './refuse-newer.ts'
import { applyRoleSettings } from './role-settings.ts'
import { type DatabaseRole, ensureDatabase, ensureRoles, roleUrl } from './roles.ts'
import { refuseOtherSeal } from './sealed/refuse-other-seal.ts'
import type { SealedColumn } from './sealed/sealed-column.ts'

type Target = {
  adminUrl: string
  database: string
  passwords: RolePasswords
}

export type PrepareOptions = Target & {
  /** Names that `queue_api.enqueue_job` accepts, with those of earlier versions. */
  jobNames: readonly string[]
  /** Open the mailbox page: embedded mode without SMTP. */
  openMailbox: boolean
  /**
   * The fingerprint of the first key is stored the first time, once it has opened the sealed values: a start with
   * another key is then refused.
   */
  seal?: { encryptionKeys: EncryptionKeys; columns: readonly SealedColumn[] }
  /** Record the identity of this database the first time: it reveals a restored copy. */
  remembersDatabase?: boolean
  /** Where the embedded cluster lies, in a form that a copy of its folder changes. */
  place?: string | undefined
}

/**
 * Create or update roles, database, tables and queue. Idempotent. Returns whether the database was new. Concurrent
 * calls run one after the other.
 *
 * @throws StartRefusal for a database that a newer version has prepared or that another key has sealed; nothing is
 * changed
 */
export async function prepareDatabase(options: PrepareOptions): Promise<{ isNew: boolean }> {
  return onServer(options.adminUrl, async (server) => {
    await refuseNewer(databaseUrl(options), options.database, heldIn(options))
    const isNew = await grantOn(server, options)
    await migrateDatabase(options)
    return { isNew }
  })
}

/**
 * The part that needs an administrator: roles with their passwords and settings, and the database. Changes no table.
 *
 * @throws StartRefusal for a database that a newer version has prepared; nothing is changed
 */
export async function grantAccess(target: Target): Promise<{ isNew: boolean }> {
  return onServer(target.adminUrl, async (server) => {
    await refuseNewer(databaseUrl(target), target.database)
    return { isNew: await grantOn(server, target) }
  })
}

/**
 * The part that changes the schema: tables, functions and queue, as the roles that own them. The roles and the
 * database exist.
 *
 * @throws StartRefusal for a database that a newer version has prepared, that another key has sealed, or that does
 * not exist; nothing is changed
 */
export async function migrateDatabase(options: PrepareOptions): Promise<void> {
  const { adminUrl, database, passwords, seal } = options
  const urlOf = (role: DatabaseRole) => {
    const { login, password } = credentialsOf(passwords, role)
    return roleUrl(adminUrl, database, login, password)
  }
  const ownerUrl = urlOf('andromede_migrator')
  await refuseNewer(ownerUrl, database, heldIn(options))
  const migrator = postgres(ownerUrl, { max: 1, onnotice: () => undefined })
  const observer = postgres(ownerUrl, { max: 1, onnotice: () => undefined })
  try {
    await withTurn(migrator, async () => {
      // Again: a newer version may have prepared it while this call waited for its turn.
      await refuseNewer(ownerUrl, database, heldIn(options))
      if (seal) await refuseOtherSeal(ownerUrl, seal.columns)
      await applyMigrations(migrator, observer, readRelease())
      await recordFacts(migrator, options)
      await migrateQueue(urlOf('andromede_queue'), await addJobNames(migrator, options.jobNames))
      await recordSchema(migrator)
    })
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000') throw error
    throw new StartRefusal(
      `The database \`${database}\` does not exist: run grant, or prepare-database, first.`,
    )
  } finally {
    await Promise.all([migrator.end(), observer.end()])
  }
}

const heldIn = ({ seal }: PrepareOptions) => seal && heldBy(seal.encryptionKeys)

function databaseUrl({ adminUrl, database }: Target): string {
  const url = new URL(adminUrl)
  url.pathname = `/${database}`
  return url.href
}

/** Runs `work` while no other preparation or rotation changes the roles of this server. */
export async function onServer<T>(adminUrl: string, work: (server: postgres.Sql) => Promise<T>): Promise<T> {
  const server = postgres(adminUrl, { max: 1, onnotice: () => undefined })
  try {
    // In the administrator's database, which all preparations of this server share; released with the connection.
    await server`select pg_advisory_lock(hashtextextended('andromede prepare-database', 0))`
    return await work(server)
  } finally {
    await server.end()
  }
}

async function grantOn(server: postgres.Sql, target: Target): Promise<boolean> {
  await ensureRoles(server, target.passwords)
  const isNew = await ensureDatabase(target.adminUrl, target.database)
  const admin = postgres(databaseUrl(target), { max: 1, onnotice: () => undefined })
  try {
    await admin.unsafe(`grant create on database ${target.database} to andromede_queue`)
    await admin.unsafe('revoke create on schema public from public')
    await applyRoleSettings(admin, target.database)
  } finally {
    await admin.end()
  }
  return isNew
}

/** Recorded last: a process of this version is ready only once everything is there. */
async function recordSchema(migrator: postgres.Sql): Promise<void> {
  await migrator`insert into installation_facts (name, value) values ('schema', ${readSchemaVersion()})
    on conflict (name) do update set value = excluded.value where installation_facts.value <> excluded.value`
}

/**
 * Returns the names that the queue accepts from now on. None is ever removed: processes of an earlier version, or of a
 * build that knows one more, may still enqueue it.
 */
async function addJobNames(migrator: postgres.Sql, names: readonly string[]): Promise<string[]> {
  const [kept] = await migrator<{ value: string }[]>`
    select value from installation_facts where name = 'job_names'`
  const all = [...new Set([...(kept?.value.split(' ') ?? []), ...names])].sort()
  await migrator`insert into installation_facts (name, value) values ('job_names', ${all.join(' ')})
    on conflict (name) do update set value = excluded.value where installation_facts.value <> excluded.value`
  return all
}

async function recordFacts(
  migrator: postgres.Sql,
  { openMailbox, seal, remembersDatabase, place }: PrepareOptions,
): Promise<void> {
  await migrator`insert into installation_facts (name, value) values ('mailbox', ${openMailbox ? 'open' : 'closed'})
    on conflict (name) do update set value = excluded.value`
  if (seal)
    await migrator`insert into installation_facts (name, value) values ('secrets', ${fingerprintOf(seal.encryptionKeys[0])})
      on conflict (name) do nothing`
  if (remembersDatabase) await recordDatabase(migrator, place)
}

/** Recorded the first time; a later difference waits for an operator, which the database decides. */
async function recordDatabase(migrator: postgres.Sql, place: string | undefined): Promise<void> {
  await migrator`insert into installation_facts (name, value) values ('database', app.database_identity())
    on conflict (name) do nothing`
  if (place === undefined) return
  const [known] = await migrator<{ value: string }[]>`
    insert into installation_facts (name, value) values ('place', ${place})
    on conflict (name) do update set value = installation_facts.value returning value`
  if (known && known.value !== place)
    await migrator`select app.note_recovery(${newId('recovery')}, 'new_place', now())`
}
