import { spawnSync } from 'node:child_process'
import { appendFileSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { closeDatabase, configureDatabase } from '~/db/client'
import { startThrowawayPostgres, type ThrowawayPostgres } from '~/db/embedded'
import { cloneTemplate, existingDatabase, prepareTemplate } from '~/db/testing/template'
import type { TestDatabase } from '~/db/testing/test-database'
import { everyKind, openRestoreTrial, type RestoreTrial } from '~/lib/resources/testing/restore-trial'

const restores = Number(process.env.ROUNDS ?? 200)
/** Rounds of operations before, during and after the moments to which the database is restored. */
const passes = 2

let server: ThrowawayPostgres
let admin: postgres.Sql
let product: TestDatabase
let datacenter: TestDatabase
let trial: RestoreTrial
let folder: string
let password: string

beforeAll(async () => {
  // This test uses several clusters and connects to each by TCP.
  delete process.env.DATABASE_SOCKET_FOLDER
  process.env.ENCRYPTION_KEY ??= Buffer.alloc(32, 7).toString('base64')
  process.env.PORTAL_URL ??= 'http://portal.test'
  process.env.OPERATOR_URL ??= 'http://operator.test'
  // The product's cluster keeps its log; the datacenter is in another cluster, which is not restored.
  server = await startThrowawayPostgres({ isDurable: true })
  password = decodeURIComponent(new URL(server.adminUrl).password)
  admin = postgres(server.adminUrl, { max: 1, onnotice: () => undefined })
  await admin`alter system set wal_keep_size = '8GB'`
  await admin`select pg_reload_conf()`
  await prepareTemplate(server.adminUrl)
  product = await cloneTemplate(server.adminUrl)
  await admin`drop database andromede_template`
  datacenter = await cloneTemplate(inject('adminUrl'))
  configureDatabase(product.urls)
  trial = await openRestoreTrial(product, datacenter)
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-restores-'))
}, 240_000)
afterAll(async () => {
  await trial?.close()
  await closeDatabase()
  await datacenter?.drop()
  await admin?.end()
  await server?.stop()
  if (folder) rmSync(folder, { recursive: true, force: true })
}, 120_000)

test('restores to random moments during all kinds of operations delete nothing and rewrite no rule, target or balancer', {
  timeout: 5_400_000,
}, async () => {
  const base = await copyCluster()
  const moments: string[] = []
  const note = async () => {
    const [row] = await admin<{ lsn: string }[]>`select pg_current_wal_lsn()::text as lsn`
    if (row) moments.push(row.lsn)
  }
  for (let pass = 0; pass < passes; pass += 1) {
    const noting = setInterval(() => void note().catch(() => undefined), 40)
    await trial.operate(everyKind)
    clearInterval(noting)
  }
  // No copy contains the effects of these operations.
  await trial.operate([
    'create_instance',
    'resize_instance',
    'stop_instance',
    'delete_instance',
    'create_volume',
  ])
  await keepLog(base)
  const was = await trial.datacenter()
  let quarantined = 0
  let missing = 0
  const adopted: Record<string, number> = {}
  const lost: Record<string, number> = {}
  const decided = { jumped: 0, marked: 0, sent: 0 }
  for (let round = 0; round < restores; round += 1) {
    const moment = moments[Math.floor(Math.random() * moments.length)] ?? ''
    const result = await restoreTo(base, moment)
    expect(result.timeline, moment).toBe('00000002')
    const { before, after, broken, unbilled, received } = result
    const { faults } = received
    expect({ round, moment, before, after, broken, unbilled, faults }).toEqual({
      round,
      moment,
      before: [],
      after: [],
      broken: [],
      unbilled: [],
      faults: [],
    })
    for (const key of ['jumped', 'marked', 'sent'] as const) decided[key] += received[key]
    quarantined += result.quarantined
    for (const [outcome, n] of Object.entries(result.adopted)) adopted[outcome] = (adopted[outcome] ?? 0) + n
    missing += result.missing
    for (const [outcome, n] of Object.entries(result.lost)) lost[outcome] = (lost[outcome] ?? 0) + n
  }
  expect(await trial.datacenter()).toEqual(was)
  console.log(
    `${restores} restores to moments drawn from ${new Set(moments).size}, ${was.length} objects, rules of networks, leads and balancers each: 0 deleted or changed, ${quarantined} quarantined; adoptions: ${JSON.stringify(adopted)}; ${missing} rows without an object, losses: ${JSON.stringify(lost)}; numbers issued before and skipped, mails recorded as sent, mails sent: ${JSON.stringify(decided)}`,
  )
})

/** Copies the running cluster's files as a base backup; the log follows later. */
async function copyCluster(): Promise<string> {
  const [row] = await admin<{ folder: string }[]>`select current_setting('data_directory') as folder`
  const base = path.join(folder, 'base')
  await admin`select pg_backup_start('restores', true)`
  copyLive(row?.folder ?? '', base)
  const [end] = await admin<{ label: string }[]>`select labelfile as label from pg_backup_stop(false)`
  writeAsOwner(base, 'backup_label', end?.label ?? '')
  rmSync(path.join(base, 'postmaster.pid'), { force: true })
  return base
}

/** Copies everything logged since, as a log archive would contain it. */
async function keepLog(base: string): Promise<void> {
  const [row] = await admin<{ folder: string }[]>`
    select current_setting('data_directory') as folder, pg_switch_wal()`
  rmSync(path.join(base, 'pg_wal'), { recursive: true })
  copyLive(path.join(row?.folder ?? '', 'pg_wal'), path.join(base, 'pg_wal'))
}

/** PostgreSQL runs as the owner of the folder. */
function writeAsOwner(base: string, name: string, text: string): void {
  const file = path.join(base, name)
  writeFileSync(file, text, { mode: 0o600 })
  const { uid, gid } = statSync(base)
  chownSync(file, uid, gid)
}

/** Keeps owners and modes. A restore does not need a file that the running server removed meanwhile. */
function copyLive(from: string, to: string): void {
  const { stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' })
  const failed = stderr.split('\n').filter((line) => line && !line.includes('No such file or directory'))
  if (failed.length > 0) throw new Error(failed[0])
}

async function restoreTo(base: string, moment: string) {
  const settings = path.join(base, 'postgresql.auto.conf')
  writeAsOwner(base, 'recovery.signal', '')
  appendFileSync(
    settings,
    `restore_command = 'false'\nrecovery_target_lsn = '${moment}'\nrecovery_target_action = 'promote'\nhot_standby = off\n`,
  )
  const restored = await startThrowawayPostgres({ like: { folder: base, password } })
  try {
    const of = postgres(restored.adminUrl, { max: 1, onnotice: () => undefined })
    const [row] = await of<{ timeline: string }[]>`
      select left(pg_walfile_name(pg_current_wal_lsn()), 8) as timeline`
    await of.end()
    const result = await trial.carryOn(existingDatabase(restored.adminUrl, product.name))
    return { ...result, timeline: row?.timeline }
  } finally {
    await restored.stop()
  }
}
