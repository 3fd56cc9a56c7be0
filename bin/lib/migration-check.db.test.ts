import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { cloneTemplate } from '~/db/testing/template'
import type { TestDatabase } from '~/db/testing/test-database'
import { fingerprintOf } from '~/lib/kernel/secrets/installation-secrets'
import { checkMigrations, checkSecrets } from './migration-check'
import { databaseName } from './roles'
import { makeSecrets } from './secrets'

const secrets = makeSecrets()
let database: TestDatabase
let admin: postgres.Sql
const check = () => checkSecrets(inject('adminUrl'), 'the test', secrets)

// The checks inspect the one database that an installation has on its server.
beforeAll(async () => {
  database = await cloneTemplate(inject('adminUrl'))
  admin = postgres(inject('adminUrl'), { max: 1, onnotice: () => undefined })
  await admin`alter database ${admin(database.name)} rename to ${admin(databaseName)}`
})
afterAll(async () => {
  await admin`drop database ${admin(databaseName)} with (force)`
  await admin.end()
})

async function inDatabase(write: (sql: postgres.Sql) => Promise<unknown>) {
  const url = new URL(inject('adminUrl'))
  url.pathname = `/${databaseName}`
  const sql = postgres(url.href, { max: 1 })
  await write(sql)
  await sql.end()
}

test('a database is accepted with its own secrets only', async () => {
  await expect(check()).resolves.toBeUndefined()
  const value = fingerprintOf(secrets.encryptionKey)
  await inDatabase((sql) => sql`insert into installation_facts (name, value) values ('secrets', ${value})`)
  await expect(check()).resolves.toBeUndefined()
  const others = makeSecrets()
  await expect(checkSecrets(inject('adminUrl'), 'the test', others)).rejects.toThrow(/restore its secrets/)
})

test('a database migrated by a newer version is refused', async () => {
  await expect(checkMigrations(inject('adminUrl'), 'the test')).resolves.toBeUndefined()
  await inDatabase(
    (sql) => sql`insert into migrations.applied (file, hash) values ('9999_later.sql', 'later')`,
  )
  await expect(checkMigrations(inject('adminUrl'), 'the test')).rejects.toThrow(/another version/)
})

test('a user who did not create the database gets a one-line error', async () => {
  await admin`create role passer_by login password 'passer'`
  const url = new URL(inject('adminUrl'))
  url.username = 'passer_by'
  url.password = 'passer'
  await expect(checkMigrations(url.href, 'the test')).rejects.toThrow(/made by another user/)
  await admin`drop role passer_by`
})
