import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { afterEach, expect, inject, test } from 'vitest'
import { jobNames } from '~/lib/jobs/names'
import { prepareDatabase } from './prepare'
import { testPasswords } from './testing/template'

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

test('two at once prepare a new database one after the other; an older version then refuses it untouched', async () => {
  const options = asked()
  const both = await Promise.all([prepareDatabase(options), prepareDatabase(options)])
  expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true])

  // As a newer version leaves it: a migration and a job that this one does not know.
  await inDatabase(options.database, async (sql) => {
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)`
    await sql.unsafe(
      `create or replace function queue_api.retry_job(p_id bigint) returns void language sql as 'select 1'`,
    )
  })
  await expect(prepareDatabase(options)).rejects.toThrow(
    /^The database `prepared_\w+` is of another version of Andromède \(1 migrations are unknown here\); nothing was changed\.$/,
  )
  const [kept] = await inDatabase(
    options.database,
    (sql) => sql<{ text: string }[]>`select prosrc as text from pg_proc where proname = 'retry_job'`,
  )
  expect(kept?.text).toBe('select 1')
})
