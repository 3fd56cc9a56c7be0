import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { jobNames } from '~/lib/jobs/names'
import { openSql, writesByDefault } from '~/testing/sql'
import { prepareDatabase } from '../prepare'
import { applyRoleSettings } from '../role-settings'
import { type DatabaseRole, databaseRoles, roleUrl } from '../roles'
import type { TestDatabase } from './test-database'

const template = 'andromede_template'

/** The sealing key of test processes; they reject weak keys. */
export const testEncryptionKey = 'jNyU4wGGCkwbXZAOe9PqvmKLqeTutrdPNVCp6LaQJOY='

/** Passwords of the roles of a test server, which listens on loopback and ends with the run. */
export const testPasswords = Object.fromEntries(
  databaseRoles.map((role) => [role, 'of-the-tests-Q7mXc2vLr9']),
) as Record<DatabaseRole, string>

/** Build the template database of a test server once; each test file clones it. */
export async function prepareTemplate(adminUrl: string): Promise<void> {
  await prepareDatabase({
    adminUrl,
    database: template,
    passwords: testPasswords,
    jobNames,
    openMailbox: true,
  })
}

/** A database for one test file: fully migrated and empty, with the application's roles. */
export async function cloneTemplate(adminUrl: string): Promise<TestDatabase> {
  const database = nameTestDatabase(adminUrl)
  await createTestDatabase(adminUrl, database)
  return database
}

/** The same in two steps: a test file names its database when it is loaded, and creates it before its first test. */
export function nameTestDatabase(adminUrl: string): TestDatabase {
  return existingDatabase(adminUrl, `test_${randomBytes(6).toString('hex')}`)
}

export async function createTestDatabase(
  adminUrl: string,
  { name }: Pick<TestDatabase, 'name'>,
  source = template,
): Promise<void> {
  await asAdmin(adminUrl, async (admin) => {
    // Copied file by file: copying each page through the log takes twice the processor when files are in memory.
    await admin.unsafe(
      `create database ${name} template ${source} strategy file_copy owner andromede_migrator`,
    )
    // A copy takes everything in the database, and these settings are outside it.
    await applyRoleSettings(admin, name)
  })
}

/**
 * A copy of the database in its current state, like a logical restore makes. It disconnects all clients of the
 * source.
 */
export async function copyOf(adminUrl: string, { name }: Pick<TestDatabase, 'name'>): Promise<TestDatabase> {
  await asAdmin(
    adminUrl,
    (admin) =>
      admin`select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = ${name} and pid <> pg_backend_pid()`,
  )
  const copy = nameTestDatabase(adminUrl)
  await createTestDatabase(adminUrl, copy, name)
  return copy
}

/** An existing database with the product's roles, by name: one of a restored cluster. */
export function existingDatabase(adminUrl: string, name: string): TestDatabase {
  const of = (role: DatabaseRole) => roleUrl(adminUrl, name, role, testPasswords[role])
  const connections = new Map<DatabaseRole, postgres.Sql>()
  const sqlAs = (role: DatabaseRole) => {
    const sql = connections.get(role) ?? openSql(of(role), { connection: writesByDefault })
    connections.set(role, sql)
    return sql
  }
  return {
    name,
    urls: {
      portal: of('andromede_portal'),
      operator: of('andromede_operator'),
      worker: of('andromede_worker'),
    },
    roleUrl: of,
    get sql() {
      return sqlAs('andromede_migrator')
    },
    sqlAs,
    drop: async () => {
      await Promise.all([...connections.values()].map((each) => each.end()))
      await asAdmin(adminUrl, (admin) => admin.unsafe(`drop database if exists ${name} with (force)`))
    },
  }
}

async function asAdmin(adminUrl: string, run: (admin: postgres.Sql) => Promise<unknown>): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined })
  try {
    await run(admin)
  } finally {
    await admin.end()
  }
}
