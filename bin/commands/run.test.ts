import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { writeRecord } from '~/db/embedded/record'
import { loadSecrets } from '../lib/secrets'
import { exampleSeller } from './declare-seller'
import { commands } from './index'
import { runCommandLine } from './run'

let folder: string
let said: string[]
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-command-'))
  said = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line))
  for (const name of Object.keys(process.env).filter((each) => each.endsWith('DATABASE_URL')))
    delete process.env[name]
  delete process.env.ROLE_PASSWORDS
  delete process.env.ENCRYPTION_KEY
  process.env.DATA_DIR = folder
  writeFileSync(path.join(folder, 'seller.json'), JSON.stringify(exampleSeller))
  writeFileSync(path.join(folder, 'statement.xml'), '<a/>')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Every command that needs a database, with arguments that pass its own checks. */
const needDatabase: Record<string, () => string[]> = {
  'prepare-database': () => [],
  grant: () => [],
  migrate: () => [],
  'rotate-password': () => ['portal'],
  seed: () => [],
  'declare-seller': () => [path.join(folder, 'seller.json')],
  'bind-incus': () => [],
  bill: () => ['--period', '2026-10'],
  sla: () => ['--period', '2026-10'],
  export: () => ['csv', '--period', '2026-10', '--out', folder],
  statement: () => ['import', path.join(folder, 'statement.xml')],
  invariants: () => [],
  recovery: () => [],
  'verify-journal': () => [],
  'simulate-fault': () => ['outage'],
  vantage: () => ['list'],
  staff: () => ['create', '--email', 'a@b.example', '--name', 'A B', '--roles', 'administrator'],
  code: () => ['anne.besson@valmont.example'],
}
// A backup starts the database itself where it is stopped, and an escrow is of the secrets.
const needNone = [
  'demo-accounts',
  'card-provider',
  'backup',
  'restore',
  'escrow',
  'keys',
  'rotate-key',
  'config',
]

test('every command is listed as needing a database or not', () => {
  expect(Object.keys(commands).sort()).toEqual([...Object.keys(needDatabase), ...needNone].sort())
})

const prepare = ['prepare-database', 'grant', 'migrate', 'rotate-password']
const maintenance = Object.keys(needDatabase).filter((name) => !prepare.includes(name))
const run = (name: string) => {
  process.env.INCUS_SOCKET = '/nowhere'
  return runCommandLine([name, ...(needDatabase[name]?.() ?? [])])
}
const notAnswering = /^The database .*does not answer: nothing listens at its host and port\.$/

test.each(maintenance)('%s reports in one line that the installation is stopped', async (name) => {
  loadSecrets(folder)
  writeRecord(folder, { layout: 1, cluster: 'postgres', password: 'p', port: 1 })
  expect(await run(name)).toBe(1)
  expect(said).toEqual([expect.stringMatching(notAnswering)])
})

test.each(maintenance)('%s creates no secrets where there is no installation', async (name) => {
  const before = readdirSync(folder)
  expect(await run(name)).toBe(1)
  expect(said).toEqual([
    `no installation in ${folder}: set ADMIN_DATABASE_URL and ROLE_PASSWORDS, or DATA_DIR.`,
  ])
  expect(readdirSync(folder)).toEqual(before)
})

test.each(prepare)('%s reports in one line that the server does not answer', async (name) => {
  const { rolePasswords, encryptionKey } = loadSecrets(folder)
  process.env.ROLE_PASSWORDS = JSON.stringify(rolePasswords)
  process.env.ENCRYPTION_KEY = encryptionKey
  process.env.ADMIN_DATABASE_URL = 'postgres://postgres:top-secret@127.0.0.1:1/postgres'
  expect(await run(name)).toBe(1)
  expect(said).toEqual([expect.stringMatching(notAnswering)])
})
