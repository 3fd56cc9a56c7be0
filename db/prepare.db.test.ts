import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { afterEach, expect, inject, test } from 'vitest'
import { jobNames } from '~/lib/jobs/names'
import { withTurn } from './migrator/apply-migrations'
import { readSchemaVersion } from './migrator/schema-version'
import { grantAccess, migrateDatabase, prepareDatabase } from './prepare'
import { type DatabaseRole, databaseRoles } from './roles'
import { differences, readCatalogue } from './testing/catalogue'
import { testPasswords } from './testing/template'

const otherPasswords = Object.fromEntries(
  databaseRoles.map((role) => [role, 'of-another-server-Q7mXc2vLr9']),
) as Record<DatabaseRole, string>
const made: string[] = []
const asked = () => {
  const database = `prepared_${randomBytes(6).toString('hex')}`
  made.push(database)
  return { adminUrl: inject('adminUrl'), database, passwords: testPasswords, jobNames, openMailbox: false }
}
afterEach(async () => {
  const admin = postgres(inject('adminUrl'), { max: 1, onnotice: () => undefined })
  for (const database of made.splice(0))
    await admin.unsafe(`drop database if exists ${database} with (force)`)
  await admin.end()
})
async function inDatabase<T>(name: string, run: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const url = new URL(inject('adminUrl'))
  url.pathname = `/${name}`
  const sql = postgres(url.href, { max: 1, onnotice: () => undefined })
  try {
    return await run(sql)
  } finally {
    await sql.end()
  }
}

test('two concurrent preparations of a new database run one after the other; an older version then refuses it untouched', async () => {
  const options = asked()
  const both = await Promise.all([prepareDatabase(options), prepareDatabase(options)])
  expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true])
  const [schema] = await inDatabase(
    options.database,
    (sql) => sql`select value from installation_facts where name = 'schema'`,
  )
  expect(schema?.value).toBe(readSchemaVersion())

  // As a newer version leaves it: with a migration and a job that this version does not know.
  await inDatabase(options.database, async (sql) => {
    await sql`insert into migrations.applied (file, hash) values ('9999_later.sql', 'later')`
    await sql.unsafe(
      `create or replace function queue_api.retry_job(p_id bigint) returns void language sql as 'select 1'`,
    )
  })
  for (const older of [prepareDatabase, grantAccess, migrateDatabase])
    await expect(older({ ...options, passwords: testPasswords })).rejects.toThrow(
      /^The database `prepared_\w+` is of another version of Andromède \(its migration 9999_later\.sql is unknown here\); nothing was changed\.$/,
    )
  const [kept] = await inDatabase(
    options.database,
    (sql) => sql<{ text: string }[]>`select prosrc as text from pg_proc where proname = 'retry_job'`,
  )
  expect(kept?.text).toBe('select 1')
})

test('an older version that waited for its turn refuses what a newer one prepared meanwhile', async () => {
  const options = asked()
  await prepareDatabase(options)
  const newer = readSchemaVersion().replace(/ \S+ /, ' 99.0.0 ')
  const refused = await inDatabase(options.database, async (sql) => {
    let waiting: Promise<unknown> | undefined
    await withTurn(sql, async () => {
      waiting = migrateDatabase(options).then(
        () => 'migrated',
        (error: Error) => error.message,
      )
      await expect
        .poll(
          () => sql`select from pg_stat_activity where datname = current_database() and state = 'idle'
            and pid <> pg_backend_pid() and query like '%pg_try_advisory_lock%'`,
          { timeout: 20_000 },
        )
        .toHaveLength(1)
      // A release that differs by its queue alone leaves the history as it is.
      await sql`update installation_facts set value = ${newer} where name = 'schema'`
    })
    return waiting
  })
  expect(refused).toMatch(/version 99\.0\.0 has prepared it, and this is .*; nothing was changed\.$/)
  const [kept] = await inDatabase(
    options.database,
    (sql) => sql`select value from installation_facts where name = 'schema'`,
  )
  expect(kept?.value).toBe(newer)
})

test('a second preparation changes nothing', async () => {
  const options = asked()
  await prepareDatabase(options)
  const before = await inDatabase(options.database, readCatalogue)
  await prepareDatabase(options)
  expect(differences(before, await inDatabase(options.database, readCatalogue))).toEqual([])
})

test('a database from before the first release is refused in one line and left unchanged', async () => {
  const options = asked()
  const admin = postgres(options.adminUrl, { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${options.database}`)
  await admin.end()
  await inDatabase(options.database, (sql) =>
    sql.unsafe(`create schema drizzle;
      create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
      insert into drizzle.__drizzle_migrations (hash, created_at) values ('first', 1)`),
  )
  const before = await inDatabase(options.database, readCatalogue)
  await expect(prepareDatabase({ ...options, passwords: otherPasswords })).rejects.toThrow(
    /^The database `prepared_\w+` is of another version of Andromède \(it dates from before the first release and cannot be migrated\); nothing was changed\.$/,
  )
  expect(differences(before, await inDatabase(options.database, readCatalogue))).toEqual([])
  // Roles belong to the server: their passwords are still those of the other preparations.
  const url = new URL(options.adminUrl)
  url.username = 'andromede_portal'
  url.password = testPasswords.andromede_portal
  url.pathname = '/postgres'
  const portal = postgres(url.href, { max: 1 })
  expect(await portal`select current_user as name`).toEqual([{ name: 'andromede_portal' }])
  await portal.end()
})

test('grant changes no table, migrate needs no administrator, and together they are a preparation', async () => {
  const options = asked()
  await expect(migrateDatabase(options)).rejects.toThrow(
    `The database \`${options.database}\` does not exist: run grant, or prepare-database, first.`,
  )
  expect(await grantAccess(options)).toEqual({ isNew: true })
  const tables = () =>
    inDatabase(
      options.database,
      (sql) => sql`select from pg_tables where schemaname in ('public', 'graphile_worker')`,
    )
  expect(await tables()).toHaveLength(0)
  const withoutAdministrator = new URL(options.adminUrl)
  withoutAdministrator.username = 'no_such_role'
  await Promise.all([1, 2].map(() => migrateDatabase({ ...options, adminUrl: withoutAdministrator.href })))
  const migrated = await inDatabase(options.database, readCatalogue)
  expect(await grantAccess(options)).toEqual({ isNew: false })
  expect(differences(migrated, await inDatabase(options.database, readCatalogue))).toEqual([])
  const whole = asked()
  await prepareDatabase(whole)
  const others = differences(migrated, await inDatabase(whole.database, readCatalogue))
  // With the instants at which the queue's library migrated.
  expect(others.filter((line) => !line.startsWith('rows graphile_worker.migrations'))).toEqual([])
})
