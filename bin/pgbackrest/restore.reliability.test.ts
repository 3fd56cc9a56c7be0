import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { backupRole, ensureBackupRole } from '~/db/backup/backup-role'
import { countPermanentRows } from '~/db/backup/permanent-rows'
import { findFreePort } from '~/db/embedded/free-port'
import { invariants } from '~/db/invariants/invariants'
import { prepareDatabase } from '~/db/prepare'
import { roleUrl } from '~/db/roles'
import { testEncryptionKey, testPasswords } from '~/db/testing/template'
import { violationsOf } from '~/db/testing/violations-of'
import { jobNames } from '~/lib/jobs/names'
import { addOrganisation } from '../lib/backup/testing/running-installation'
import { root } from '../lib/root'
import {
  type Archive,
  archiveOf,
  type DebianPostgres,
  hasPgBackRest,
  initialise,
  makeOwnFolder,
  runAsPostgres,
  startDebianPostgres,
} from './testing/debian-postgres'
import { fillWithSamples } from './testing/fill-samples'

/** Instead of the 60 s of the manual: the bound is proved with a shorter one. */
const archiveTimeoutSeconds = 2
const database = 'andromede'
/** `FILL_GIB=20`: with so many GiB of samples in it, for the time that a large database takes. */
const fillGib = Number(process.env.FILL_GIB ?? 0)

describe.skipIf(!hasPgBackRest)('a server of the operator', () => {
  const base = hasPgBackRest ? makeBase() : ''
  const cluster = path.join(base, 'own', 'cluster')
  let archive: Archive
  let server: DebianPostgres
  let start: () => Promise<DebianPostgres>
  const clients: postgres.Sql[] = []

  function connect(name = database): postgres.Sql {
    const url = roleUrl(server.adminUrl, name, 'andromede_migrator', testPasswords.andromede_migrator)
    const sql = postgres(url, { max: 1, onnotice: () => undefined })
    clients.push(sql)
    return sql
  }
  const disconnect = () => Promise.all(clients.splice(0).map((each) => each.end({ timeout: 1 })))
  const prepare = (name: string) =>
    prepareDatabase({
      adminUrl: server.adminUrl,
      database: name,
      passwords: testPasswords,
      jobNames,
      openMailbox: false,
      remembersDatabase: true,
    })

  beforeAll(
    async () => {
      process.env.ENCRYPTION_KEY = testEncryptionKey
      makeOwnFolder(path.join(base, 'own'))
      const port = await findFreePort()
      const repository = makeOwnFolder(path.join(base, 'repository'))
      archive = archiveOf(path.join(root, 'deploy/pgbackrest.conf'), { cluster, repository, port })
      const password = await initialise(cluster)
      const settings = { archive_timeout: String(archiveTimeoutSeconds) }
      start = () => startDebianPostgres(cluster, { password, port, archive, settings })
      if (fillGib > 0) {
        // Written before the archive begins, and not to be repeated after a crash.
        const own = { archive_mode: 'off', fsync: 'off', max_wal_size: '8GB', shared_buffers: '2GB' }
        server = await startDebianPostgres(cluster, { password, port, archive, settings: own })
        await prepare(database)
        const url = new URL(server.adminUrl)
        url.pathname = `/${database}`
        await fillWithSamples(url.href, fillGib)
        await server.stop()
      }
      server = await start()
      await prepare(database)
    },
    120_000 + fillGib * 90_000,
  )
  afterEach(disconnect)
  afterAll(async () => {
    await server?.stop()
    rmSync(base, { recursive: true, force: true })
  })

  const pgBackRest = (...args: string[]) => runAsPostgres('pgbackrest', args, archive.environment)

  test('loses at most the archive time-out and is restored to a chosen second', {
    timeout: 600_000 + fillGib * 180_000,
  }, async () => {
    await pgBackRest('stanza-create')
    await pgBackRest('check')
    const backupAt = performance.now()
    await pgBackRest('--type=full', 'backup')
    const backupSeconds = (performance.now() - backupAt) / 1000

    // Rows with the server's time until the machine is lost.
    const sql = connect()
    const written: { id: string; at: string }[] = []
    const until = performance.now() + archiveTimeoutSeconds * 4_000
    while (performance.now() < until) {
      const id = await addOrganisation(sql)
      const [now] = await sql<{ at: string }[]>`
        select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as at`
      written.push({ id, at: now?.at ?? '' })
    }
    const millisecondsOf = (row: { at: string } | undefined) => Date.parse(row?.at ?? '')
    await server.kill()
    await disconnect()

    // Everything that the archive holds.
    const restore = async (...target: string[]) => {
      rmSync(cluster, { recursive: true })
      const startedAt = performance.now()
      await pgBackRest('restore', ...target)
      server = await start()
      const again = connect()
      await expect
        .poll(async () => (await again`select pg_is_in_recovery() as is`)[0]?.is, { timeout: 600_000 })
        .toBe(false)
      const seconds = (performance.now() - startedAt) / 1000
      const rows = await again<{ id: string }[]>`select id from organisations`
      expect(await violationsOf(again, invariants)).toEqual([])
      const [held] = await again`select app.is_outside_held() as held`
      expect(held).toEqual({ held: true })
      return { ids: new Set(rows.map(({ id }) => id)), seconds }
    }
    const latest = await restore()
    const kept = written.filter(({ id }) => latest.ids.has(id))
    // Rows are lost from one moment on, and never one before it.
    expect(kept).toEqual(written.slice(0, kept.length))
    const lostSeconds = (millisecondsOf(written.at(-1)) - millisecondsOf(kept.at(-1))) / 1000
    expect(kept.length).toBeGreaterThan(0)
    expect(lostSeconds).toBeLessThan(archiveTimeoutSeconds * 2 + 5)

    const chosen = kept[Math.floor(kept.length / 2)]
    await server.stop()
    await disconnect()
    const atSecond = await restore('--type=time', `--target=${chosen?.at}`, '--target-action=promote')
    expect(written.filter(({ id }) => atSecond.ids.has(id))).toEqual(
      written.filter(({ at }) => at <= (chosen?.at ?? '')),
    )
    console.log(
      `full backup ${backupSeconds.toFixed(1)} s; lost ${lostSeconds.toFixed(1)} s with archive_timeout ${archiveTimeoutSeconds} s; restored in ${latest.seconds.toFixed(1)} s, to a second in ${atSecond.seconds.toFixed(1)} s`,
    )
  })

  test.skipIf(fillGib > 0)('is dumped by the backup role and restored into an empty database', async () => {
    const password = randomBytes(24).toString('hex')
    expect(await ensureBackupRole(server.adminUrl, password)).toBe(true)
    const source = connect()
    await addOrganisation(source)
    const url = new URL(server.adminUrl)
    url.username = backupRole
    url.password = password
    url.pathname = `/${database}`
    const file = path.join(base, 'own', 'dump')
    await runAsPostgres('pg_dump', ['--format=custom', `--file=${file}`, url.href])

    const admin = new URL(server.adminUrl)
    await runAsPostgres('createdb', ['--owner=andromede_migrator', `--maintenance-db=${admin.href}`, 'copy'])
    admin.pathname = '/copy'
    await runAsPostgres('pg_restore', ['--exit-on-error', `--dbname=${admin.href}`, file])
    await prepare('copy')
    const copy = connect('copy')
    expect(await violationsOf(copy, invariants)).toEqual([])
    expect(await countPermanentRows(copyUrl('copy'))).toEqual(await countPermanentRows(copyUrl(database)))
    const [held] = await copy`select app.is_outside_held() as held`
    expect(held).toEqual({ held: true })
  })

  const copyUrl = (name: string) =>
    roleUrl(server.adminUrl, name, 'andromede_migrator', testPasswords.andromede_migrator)

  test('of S3, the configuration names options that pgBackRest knows', async () => {
    const s3 = {
      PGBACKREST_REPO1_TYPE: 's3',
      PGBACKREST_REPO1_S3_BUCKET: 'backups',
      PGBACKREST_REPO1_S3_ENDPOINT: '127.0.0.1:1',
      PGBACKREST_REPO1_S3_REGION: 'eu-west-1',
      PGBACKREST_REPO1_S3_URI_STYLE: 'path',
      PGBACKREST_REPO1_S3_KEY: 'key',
      PGBACKREST_REPO1_S3_KEY_SECRET: 'secret',
      PGBACKREST_IO_TIMEOUT: '1',
    }
    const stanza = runAsPostgres('pgbackrest', ['stanza-create'], { ...archive.environment, ...s3 })
    // 49: the bucket's host does not answer, which is the first thing that fails.
    await expect(stanza).rejects.toMatchObject({ code: 49 })
  })
})

function makeBase(): string {
  const base = mkdtempSync(path.join(tmpdir(), 'andromede-pgbackrest-'))
  chmodSync(base, 0o711)
  return base
}
