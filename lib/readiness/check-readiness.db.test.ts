import postgres from 'postgres'
import { afterEach, beforeEach, expect, inject, onTestFinished, test, vi } from 'vitest'
import { closeDatabase } from '~/db/client'
import { readSchemaVersion } from '~/db/migrator/schema-version'
import { applyRoleSettings } from '~/db/role-settings'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { openReadiness } from './check-readiness'
import { refuseTooOld } from './refuse-too-old'

const database = useTestDatabase()
const { sql } = database
const surfaces = ['portal', 'operator', 'worker'] as const
const ready = { pool: 'ok', primary: 'ok', schema: 'ok', settings: 'ok' }

beforeEach(() => vi.stubEnv('SCHEMA_VERSION', readSchemaVersion()))
afterEach(async () => {
  vi.unstubAllEnvs()
  await sql`insert into installation_facts (name, value) values ('schema', ${readSchemaVersion()})
    on conflict (name) do update set value = excluded.value`
  await sql`delete from installation_facts where name = 'oldest'`
})

test.each(surfaces)('a %s on a prepared database is ready', async (surface) => {
  expect(await openReadiness(surface)()).toEqual(ready)
})

test.each(surfaces)('a %s is ready on a newer database until that no longer supports it', async (surface) => {
  await sql`update installation_facts set value = '9999_later 9.0.0 0123456789ab' where name = 'schema'`
  await sql`insert into installation_facts (name, value) values ('oldest', '0001')`
  expect(await openReadiness(surface)()).toEqual(ready)
  await expect(refuseTooOld(surface)).resolves.toBeUndefined()
  await sql`update installation_facts set value = '9998' where name = 'oldest'`
  expect(await openReadiness(surface)()).toEqual({ ...ready, schema: 'failed' })
  await expect(refuseTooOld(surface)).rejects.toThrow(
    /^This version \(\S+ \S+ \w+\) is too old for its database, which supports migration 9998 and later: start a newer version\.$/,
  )
})

test.each(surfaces)('a %s on an older or an unprepared database is not ready', async (surface) => {
  await sql`update installation_facts set value = '0001_before 0.0.1 0123456789ab' where name = 'schema'`
  expect(await openReadiness(surface)()).toEqual({ ...ready, schema: 'failed' })
  await sql`delete from installation_facts where name = 'schema'`
  expect(await openReadiness(surface)()).toEqual({ ...ready, schema: 'failed' })
  await expect(refuseTooOld(surface)).resolves.toBeUndefined()
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
