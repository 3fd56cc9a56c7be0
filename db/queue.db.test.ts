import { expect, inject, test } from 'vitest'
import { jobNames } from '~/lib/jobs/names'
import { grantAccess, migrateDatabase, prepareDatabase } from './prepare'
import { testPasswords } from './testing/template'
import { useTestDatabase } from './testing/use-test-database'

const database = useTestDatabase()
const { sql } = database
const options = () => ({
  adminUrl: inject('adminUrl'),
  database: database.current.name,
  passwords: testPasswords,
  jobNames,
  openMailbox: true,
})

test('a preparation by a build that lacks a job leaves its name in the queue', async () => {
  await prepareDatabase({ ...options(), jobNames: [...jobNames, 'job_of_another_build'] })
  await prepareDatabase(options())
  const queue = database.sqlAs('andromede_queue')
  const enqueue = (name: string) =>
    queue`select queue_api.enqueue_job(${name}, '{}', ${name}, null), queue_api.enqueue_jobs(${name}, '[]')`
  for (const name of [...jobNames, 'job_of_another_build']) await enqueue(name)
  await expect(enqueue('job_of_no_build')).rejects.toThrow('unknown job: job_of_no_build')
})

test('the functions of the queue that earlier versions call are there, with the same parameters', async () => {
  const rows = await sql<{ signature: string }[]>`
    select p.oid::regprocedure::text as signature from pg_proc p where pronamespace = 'queue_api'::regnamespace`
  // Add to this list; a name leaves it one release after the last version that called it.
  expect(rows.map(({ signature }) => signature).sort()).toEqual([
    'queue_api.count_due_jobs(integer)',
    'queue_api.count_jobs()',
    'queue_api.enqueue_job(text,json,text,timestamp with time zone)',
    'queue_api.enqueue_jobs(text,jsonb)',
    'queue_api.list_failed_jobs()',
    'queue_api.list_long_held_jobs(text[])',
    'queue_api.oldest_due_job()',
    'queue_api.pg_notify(text,text)',
    'queue_api.retry_job(bigint)',
    'queue_api.unlock_dead_workers(text[])',
    'queue_api.wake_workers(integer)',
  ])
})

test('a later release that changed the queue alone is not overwritten by an earlier one', async () => {
  await prepareDatabase(options())
  await sql`update installation_facts set value = regexp_replace(value, '\\S+ (\\w+)$', '99.0.0 \\1')
    where name = 'schema'`
  for (const older of [prepareDatabase, grantAccess, migrateDatabase])
    await expect(older(options())).rejects.toThrow(
      /\(version 99\.0\.0 has prepared it, and this is [\d.]+\); nothing was changed\.$/,
    )
})
