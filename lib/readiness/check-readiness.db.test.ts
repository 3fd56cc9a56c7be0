import postgres from 'postgres'
import { afterEach, beforeEach, expect, inject, onTestFinished, test, vi } from 'vitest'
import { closeDatabase } from '~/db/client'
import { readSchemaVersion } from '~/db/migrator/schema-version'
import { applyRoleSettings } from '~/db/role-settings'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openReadiness } from './check-readiness'

const database = useTestDatabase()
const { sql } = database
const surfaces = ['portal', 'operator', 'worker'] as const
const ready = { pool: 'ok', primary: 'ok', schema: 'ok', settings: 'ok' }

beforeEach(() => vi.stubEnv('SCHEMA_VERSION', readSchemaVersion()))
afterEach(async () => {
  vi.unstubAllEnvs()
  await sql`insert into installation_facts (name, value) values ('schema', ${readSchemaVersion()})
    on conflict (name) do update set value = excluded.value`
})

test.each(surfaces)('a %s on a prepared database is ready', async (surface) => {
  expect(await openReadiness(surface)()).toEqual(ready)
})

test.each(surfaces)('a %s on a database of another version is not ready', async (surface) => {
  await sql`update installation_facts set value = '9999_later 0123456789ab' where name = 'schema'`
  expect(await openReadiness(surface)()).toEqual({ ...ready, schema: 'failed' })
  await sql`delete from installation_facts where name = 'schema'`
  expect(await openReadiness(surface)()).toEqual({ ...ready, schema: 'failed' })
})

test('a role without its settings, as after a restore of the tables alone, is not ready until they are applied', async () => {
  const admin = postgres(inject('adminUrl'), { max: 1, onnotice: () => undefined })
  onTestFinished(() => admin.end())
  const { name } = database.current
  await admin.unsafe(`alter role andromede_portal in database ${name} reset default_transaction_read_only`)
  await closeDatabase()
  expect(await openReadiness('portal')()).toEqual({ ...ready, settings: 'failed' })
  await applyRoleSettings(admin, name)
  await closeDatabase()
  expect(await openReadiness('portal')()).toEqual(ready)
})
