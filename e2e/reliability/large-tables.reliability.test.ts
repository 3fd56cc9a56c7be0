/**
 * How long the migrations since a commit keep others from tables with many rows. What the first partitions after them keep waiting is
 * printed, and over the goal: each reads the whole default partition under its lock (docs/measurements.md).
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseName, roleUrls } from '../../bin/lib/roles'
import { root } from '../../bin/lib/root'
import { makeSecrets } from '../../bin/lib/secrets'
import { startThrowawayPostgres, type ThrowawayPostgres } from '../../db/embedded/index'
import { applyMigrations } from '../../db/migrator/apply-migrations'
import { readRelease } from '../../db/migrator/history'
import { grantAccess, migrateDatabase } from '../../db/prepare'
import { openAsSuperuser } from '../../db/testing/superuser'
import { jobNames } from '../../lib/jobs/names'
import { openSql, writesByDefault } from '../../testing/sql'
import { fillLargeTables, largeTables, useLargeTables } from '../upgrade/large-tables'
import { watchTableLocks } from '../upgrade/watch-locks'

const rows = Number(process.env.ROWS ?? 10_000_000)
/** The last commit before migration 0041, the first since the baseline that changes a table of this size. */
const since = process.env.SINCE ?? '72648c36e9a47c209e5b58a6ef2f05457c7b4f5c'
const isThere = spawnSync('git', ['cat-file', '-e', `${since}^{commit}`], { cwd: root }).status === 0
if (!isThere) process.stdout.write(`not run: commit ${since} is not in this clone\n`)

let server: ThrowawayPostgres
let sources: string
beforeAll(async () => {
  server = await startThrowawayPostgres({ isDurable: true })
  sources = mkdtempSync(path.join(tmpdir(), 'andromede-large-tables-'))
}, 60_000)
afterAll(async () => {
  await server?.stop()
  if (sources) rmSync(sources, { recursive: true, force: true })
}, 60_000)

test.runIf(isThere)(
  'migrations keep nothing waiting for more than two seconds on ten million rows',
  async () => {
    const archive = execFileSync('git', ['archive', since, 'db'], { cwd: root, maxBuffer: 2 ** 28 })
    execFileSync('tar', ['-x', '-C', sources], { input: archive })
    const { rolePasswords: passwords } = makeSecrets()
    const target = { adminUrl: server.adminUrl, database: databaseName, passwords }
    await grantAccess(target)
    const urls = roleUrls(server.adminUrl, passwords)
    const [migrator, observer] = [0, 1].map(() => openSql(urls.andromede_migrator, { max: 1 })) as [
      ReturnType<typeof openSql>,
      ReturnType<typeof openSql>,
    ]
    await applyMigrations(migrator, observer, readRelease(path.join(sources, 'db')))
    await Promise.all([migrator.end(), observer.end()])
    const seconds = (from: number) => `${((performance.now() - from) / 1_000).toFixed(1)} s`
    const filling = performance.now()
    const admin = openAsSuperuser(server.adminUrl, { name: databaseName })
    await fillLargeTables(admin, rows)
    process.stdout.write(`${rows} rows in each of ${largeTables.join(', ')} in ${seconds(filling)}\n`)
    await admin.end()

    const users = openSql(server.adminUrl.replace(/\/\w+$/, `/${databaseName}`), { max: largeTables.length })
    const use = useLargeTables(users)
    const migrating = performance.now()
    const locks = watchTableLocks(server.adminUrl)
    await migrateDatabase({ ...target, jobNames, openMailbox: false })
    const migratedMs = await locks.stop()
    process.stdout.write(`migrated in ${seconds(migrating)}, longest wait ${migratedMs} ms\n`)

    const worker = openSql(urls.andromede_worker, { max: 1, connection: writesByDefault })
    const partitionLocks = watchTableLocks(server.adminUrl)
    const partitioning = performance.now()
    const [made] = await worker<{ tables: number }[]>`
      select app.create_metric_partition('samples', now() + interval '2 hours')
        + app.create_metric_partition('minutes', now() + interval '2 days') as tables`
    const partitionedMs = await partitionLocks.stop()
    const { statements, longest } = await use.stop()
    process.stdout.write(
      `${made?.tables} partitions in ${seconds(partitioning)}, longest wait ${partitionedMs} ms; ` +
        `${statements} statements, longest pair of each table in ms: ${JSON.stringify(longest)}\n`,
    )
    await Promise.all([worker.end(), users.end()])
    expect(migratedMs).toBeLessThanOrEqual(2_000)
  },
  3_600_000,
)
