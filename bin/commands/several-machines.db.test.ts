import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { configureDatabase, withSystem } from '~/db/client'
import { otherSecrets } from '~/db/other-secrets'
import { systemTestContext } from '~/db/testing/contexts'
import { testEncryptionKey, testPasswords } from '~/db/testing/template'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { findSellerOfBooks } from '~/lib/billing/exports/queries/ledger-rows'
import { postTransaction } from '~/lib/billing/ledger/post-transaction'
import { totpPlace } from '~/lib/identity/second-factor/totp'
import type { Id } from '~/lib/kernel/ids'
import { fingerprintOf } from '~/lib/kernel/secrets/installation-secrets'
import { seal } from '~/lib/kernel/secrets/secrets'
import { systemNow } from '~/lib/kernel/time/clock'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { refuseOtherSecrets } from '~/lib/recovery'
import { exampleSeller } from './declare-seller'
import { runCommandLine } from './run'
import { sealedColumns } from './sealed-columns'

const database = useTestDatabase()
const { sql } = database
let folder: string
let said: string[]
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-several-'))
  said = []
  for (const way of ['log', 'error'] as const)
    vi.spyOn(console, way).mockImplementation((line: string) => void said.push(line))
  // Like in a separate container: one server address, the roles' passwords, and no data folder.
  process.env.ADMIN_DATABASE_URL = inject('adminUrl')
  process.env.DATABASE_NAME = database.current.name
  process.env.ROLE_PASSWORDS = JSON.stringify(testPasswords)
  process.env.DATA_DIR = path.join(folder, 'data')
  process.env.ENCRYPTION_KEY = testEncryptionKey
})
afterEach(() => {
  vi.unstubAllEnvs()
  expect(existsSync(path.join(folder, 'data'))).toBe(false)
  rmSync(folder, { recursive: true, force: true })
})

test('the first member of staff is created without a data folder', async () => {
  const args = ['--email', 'premiere@operateur.example', '--name', 'Ada Martin', '--roles', 'administrator']
  expect(await runCommandLine(['staff', 'create', ...args])).toBe(0)
  expect(said[0]).toMatch(/^premiere@operateur\.example may sign in/)
})

test.each([
  ['invariants', []],
  ['bill', ['--period', '2026-10', '--dry-run']],
  ['sla', ['--period', '2026-10', '--dry-run']],
] as const)('%s runs without a data folder', async (name, args) => {
  expect(await runCommandLine([name, ...args]), said.join('\n')).toBe(0)
})

test('every command runs with secrets from files, as does prepare-database', async () => {
  for (const name of ['ADMIN_DATABASE_URL', 'ROLE_PASSWORDS', 'ENCRYPTION_KEY'] as const)
    hideInFile(name, process.env[name] ?? '')
  const args = ['--email', 'autre@operateur.example', '--name', 'Ada Martin', '--roles', 'administrator']
  expect(await runAgain(['staff', 'create', ...args]), said.join('\n')).toBe(0)
  expect(await runAgain(['invariants'])).toBe(0)
  expect(await runAgain(['sla', '--period', '2026-10', '--dry-run'])).toBe(0)
  expect(await runAgain(['export', 'csv', '--period', '2026-10', '--out', folder])).toBe(1)
  expect(said.pop()).toBe('nothing was issued for 2026-10')
  const file = path.join(folder, 'seller.json')
  writeFileSync(file, JSON.stringify(exampleSeller))
  expect(await runAgain(['declare-seller', file])).toBe(0)
  expect(await runAgain(['prepare-database']), said.join('\n')).toBe(0)

  hideInFile('ENCRYPTION_KEY', `${testEncryptionKey}\n\n`)
  expect(await runAgain(['invariants'])).toBe(1)
  expect(said.at(-1)).toMatch(/^ENCRYPTION_KEY is not 32 bytes in base64; /)
  rmSync(path.join(folder, 'ENCRYPTION_KEY'))
  expect(await runAgain(['invariants'])).toBe(1)
  expect(said.at(-1)).toBe('ENCRYPTION_KEY_FILE names a file that cannot be read (ENOENT)')
})

/** A container platform mounts the secret, and nothing else names it. */
function hideInFile(name: string, value: string): void {
  writeFileSync(path.join(folder, name), value.endsWith('\n') ? value : `${value}\n`)
  vi.stubEnv(`${name}_FILE`, path.join(folder, name))
  vi.stubEnv(name, undefined)
}

/** Runs a command in an environment of its own, as a process would have. */
async function runAgain(args: string[]): Promise<number> {
  const before = { ...process.env }
  try {
    return await runCommandLine(args)
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
  }
}

test('export reports that nothing was issued, declare-seller reports the seller', async () => {
  expect(await runCommandLine(['export', 'csv', '--period', '2026-10', '--out', folder])).toBe(1)
  expect(said.pop()).toBe('nothing was issued for 2026-10')
  expect(await runCommandLine(['export', 'usage-records', '--period', '2026-10', '--out', folder])).toBe(1)
  expect(said.pop()).toBe('nothing was used in 2026-10')
  const file = path.join(folder, 'seller.json')
  writeFileSync(file, JSON.stringify(exampleSeller))
  expect(await runCommandLine(['declare-seller', file])).toBe(0)
  expect(said.pop()).toBe('Nuage Exemple sells here')
})

test('export marks the books of an unfinished year as provisional', async () => {
  const file = path.join(folder, 'seller.json')
  writeFileSync(file, JSON.stringify(exampleSeller))
  await runCommandLine(['declare-seller', file])
  configureDatabase(database.current.urls)
  const now = systemNow()
  const year = parisDay(now).slice(0, 4)
  await withSystem(systemTestContext(now), async (tx) => {
    const seller = await findSellerOfBooks(tx)
    await postTransaction(tx, now, {
      sellingEntityId: seller?.id as Id<'sellingEntity'>,
      organisationId: null,
      kind: 'payment',
      pieceReference: 'RELEVE-1',
      label: 'Virement',
      occurredOn: parisDay(now),
      postings: [
        { account: '512000', debitCents: 100n },
        { account: '471000', creditCents: 100n },
      ],
    })
  })
  expect(await runCommandLine(['export', 'fec', '--period', year, '--out', folder]), said.join('\n')).toBe(0)
  expect(said).toContain(`provisional: entries of ${year} may still be added, this file is not the final one`)
  expect(said).toContainEqual(expect.stringMatching(/FEC-provisoire-\d{8}\.txt$/))
})

test('a wrong password is rejected in one line that does not quote it', async () => {
  process.env.ROLE_PASSWORDS = JSON.stringify({ ...testPasswords, andromede_worker: 'Zr3-kWq8-Tn5-pXv1' })
  expect(await runCommandLine(['invariants'])).toBe(1)
  expect(said).toEqual([expect.stringMatching(/does not answer: the server refused its user or password\.$/)])
})

test('a command and prepare-database reject a key that did not seal the database, before they do anything', async () => {
  const other = randomBytes(32).toString('base64')
  const fingerprint = fingerprintOf(testEncryptionKey)
  await sql`insert into installation_facts (name, value) values ('secrets', ${fingerprint}) on conflict do nothing`
  const refusal =
    'ENCRYPTION_KEY is not the one that this database was sealed with; set the one it was made with. Nothing was changed.'
  process.env.ENCRYPTION_KEY = other
  expect(await runCommandLine(['invariants'])).toBe(1)
  expect(await runCommandLine(['prepare-database'])).toBe(1)
  await expect(refuseOtherSecrets('portal')).rejects.toThrow(refusal)
  expect(said).toEqual([refusal, refusal])
  process.env.ENCRYPTION_KEY = testEncryptionKey
  expect(await runCommandLine(['invariants']), said.join('\n')).toBe(0)
  await expect(refuseOtherSecrets('portal')).resolves.toBeUndefined()
})

test.each([
  ['ENCRYPTION_KEY', ''],
  ['ENCRYPTION_KEY', Buffer.alloc(32, 1).toString('base64')],
  ['ROLE_PASSWORDS', JSON.stringify({ ...testPasswords, andromede_portal: 'portal-password-of-ours' })],
])('%s=%s is rejected by commands and by prepare-database in one line', async (name, value) => {
  process.env[name] = value
  const lines = {
    invariants: 'openssl rand',
    // A new key would not open the existing values.
    'prepare-database':
      name === 'ENCRYPTION_KEY' ? 'set the one that the database was made with' : 'openssl rand',
  }
  for (const [command, line] of Object.entries(lines)) {
    expect(await runCommandLine([command])).toBe(1)
    expect(said.splice(0)).toEqual([expect.stringMatching(new RegExp(`^${name}.*${line}`))])
  }
})

describe('a database without a key fingerprint', () => {
  const fingerprint = () => sql`select value from installation_facts where name = 'secrets'`
  beforeEach(() => sql`delete from installation_facts where name = 'secrets'`)

  test('rejects another key by its sealed values, and accepts its own', async () => {
    const args = ['--email', 'seconde@operateur.example', '--name', 'Ada Martin', '--roles', 'administrator']
    await runCommandLine(['staff', 'create', ...args])
    const [staff] = await sql<{ id: string }[]>`select id from staff_accounts where email = ${args[1] ?? ''}`
    const sealed = seal('JBSWY3DPEHPK3PXP', totpPlace('staff', staff?.id ?? ''))
    await sql`update staff_accounts set totp_secret_sealed = ${sealed} where id = ${staff?.id ?? ''}`
    said = []
    process.env.ENCRYPTION_KEY = randomBytes(32).toString('base64')
    expect(await runCommandLine(['prepare-database'])).toBe(1)
    expect(said).toEqual([otherSecrets])
    expect(await fingerprint()).toEqual([])

    process.env.ENCRYPTION_KEY = testEncryptionKey
    expect(await runCommandLine(['prepare-database']), said.join('\n')).toBe(0)
    expect(await fingerprint()).toEqual([{ value: fingerprintOf(testEncryptionKey) }])
  })

  test('is checked wherever it has sealed values', async () => {
    const columns = await sql<{ name: string }[]>`
      select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'public' and (column_name = 'sealed' or column_name like '%\\_sealed')`
    // Of these, only some rows are sealed.
    const whole = sealedColumns.filter(({ only }) => only === undefined)
    const known = whole.map(({ table, column }) => `${table}.${column}`)
    expect([...new Set(known)].sort()).toEqual(columns.map(({ name }) => name).sort())
    for (const { table, column, key } of sealedColumns)
      await sql`select ${sql(key)}, ${sql(column)} from ${sql(table)}`
  })
})
