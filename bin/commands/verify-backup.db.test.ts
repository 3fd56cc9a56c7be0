import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { adminName } from '~/db/embedded/cluster'
import { readRecord } from '~/db/embedded/record'
import { invariants } from '~/db/invariants/invariants'
import { readSchemaVersion } from '~/db/migrator/schema-version'
import { makeBuyer } from '~/testing/buyer'
import { makeStaff } from '~/testing/staff'
import {
  addOrganisation,
  makeFolders,
  type RunningInstallation,
  startDatabaseOf,
} from '../lib/backup/testing/running-installation'
import { hearCommands } from './testing/hear-commands'

const folders = makeFolders()
const dataDir = folders.dataDir('data')
const good = path.join(folders.base, 'good')
const poor = path.join(folders.base, 'poor')
let running: RunningInstallation
const heard = hearCommands()
const { lines } = heard
const run = (...args: string[]) => heard.run(dataDir, ...args)

const adminUrl = (database: string) => {
  const record = readRecord(dataDir)
  return `postgres://${adminName}:${record?.password}@127.0.0.1:${record?.port}/${database}`
}

beforeAll(async () => {
  running = await startDatabaseOf(dataDir)
  process.env.ENCRYPTION_KEY = running.secrets.encryptionKey
  await addOrganisation(running.sql)
  await makeStaff(running.sql, ['administrator'])
  expect(await run('backup', good), lines.join('\n')).toBe(0)
})
beforeEach(() => {
  process.env.ENCRYPTION_KEY = running.secrets.encryptionKey
})
afterAll(async () => {
  await running.stop()
  folders.remove()
})

const proved = (sealed: number) => [
  `proved: schema: ${readSchemaVersion()}`,
  'proved: key: the one that sealed this database',
  `proved: invariants: ${invariants.length} of ${invariants.length} hold`,
  expect.stringMatching(`^proved: sealed values: ${sealed} open in \\d+ columns$`),
  'proved: journal: whole, 0 rows, 0 heads kept outside the database',
]
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('andromede-verify-'))

test('a backup is restored, migrated and checked, and nothing of that is left', async () => {
  // Of a verification that was killed.
  mkdirSync(path.join(tmpdir(), 'andromede-verify-4194303-killed'))
  const before = leftovers().filter((name) => !name.endsWith('killed'))
  delete process.env.ENCRYPTION_KEY
  expect(await run('backup', 'verify', good), lines.join('\n')).toBe(0)
  expect(lines).toEqual([
    expect.stringMatching(/^proved: files: 4 as they were made at 20/),
    expect.stringMatching(/^proved: rows: [1-9]\d* in [1-9]\d* tables that only grow$/),
    ...proved(2),
    'the backup can be restored',
  ])
  expect(leftovers()).toEqual(before)
})

test('a database that was restored elsewhere is checked as its superuser and as its owner, by its key only', async () => {
  const { andromede_migrator: owner } = running.urls
  for (const url of [adminUrl('andromede'), owner]) {
    process.env.DATABASE_URL = url
    expect(await run('backup', 'verify', '--database'), lines.join('\n')).toBe(0)
    expect(lines).toEqual([...proved(2), 'the backup can be restored'])
  }
  delete process.env.DATABASE_URL
  // Each user of the machine reads the command lines of others.
  expect(await run('backup', 'verify', '--database', owner)).toBe(1)
  expect(lines).toEqual([expect.stringMatching(/^The address on the command line holds a password/)])
  expect(lines.join()).not.toContain(new URL(owner).password)
  expect(await run('backup', 'verify', '--database')).toBe(1)
  expect(lines).toEqual(['DATABASE_URL is not set: it is the address of the copy.'])
  process.env.DATABASE_URL = owner
  process.env.ENCRYPTION_KEY = randomBytes(32).toString('base64')
  expect(await run('backup', 'verify', '--database')).toBe(1)
  delete process.env.DATABASE_URL
  expect(lines).toContain('falls short: key: not the one that sealed this database')
  expect(lines).toContain(
    'falls short: sealed values: 0 open, 1 in staff_accounts.totp_secret_sealed, 1 in accounts.totp_secret_sealed do not',
  )
})

test('lost rows, a broken promise and a sealed value that does not open are each reported', async () => {
  const { sql } = running
  const staff = await makeStaff(sql, ['administrator'])
  await sql`update staff_accounts set totp_secret_sealed = 'v1.AAAA' where id = ${staff.staffId}`
  await makeBuyer(sql)
  expect(await run('backup', poor), lines.join('\n')).toBe(0)
  const file = path.join(poor, 'manifest.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...manifest, rows: { ...manifest.rows, audit_events: [900, 950] } }))
  expect(await run('backup', 'verify', poor)).toBe(1)
  expect(lines.filter((line) => line.startsWith('falls short'))).toEqual([
    expect.stringMatching(/^falls short: rows: /),
    'falls short: rows of audit_events: 1, and the backup was made with 900 to 950',
    `falls short: invariants: ${invariants.length - 1} of ${invariants.length} hold`,
    expect.stringMatching(/^falls short: invariant audited_orders: .+; violating rows: 1$/),
    'falls short: sealed values: 3 open, 1 in staff_accounts.totp_secret_sealed do not',
  ])
  expect(lines.at(-1)).toBe('the backup falls short in 5 points')
})

test('a backup that cannot be read is refused in one line', async () => {
  expect(await run('backup', 'verify', folders.base)).toBe(1)
  expect(lines).toEqual([`${folders.base} holds no backup: it has no manifest.json.`])
})

test.each([
  [['backup']],
  [['backup', 'verify']],
  [['backup', '--all']],
  [['backup', 'verify', good, 'more']],
])('%j prints the usage', async (args) => {
  expect(await run(...args)).toBe(2)
  expect(lines).toEqual([expect.stringMatching(/^usage: backup FOLDER\n/)])
})
