import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { paymentInvariants } from '~/db/invariants/payments'
import { systemTestContext } from '~/db/testing/contexts'
import { testEncryptionKey } from '~/db/testing/template'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { signMandate } from './mandate'
import { planPayment } from './plan-debit'
import { type Books, makeBooks } from './testing/books'
import { testMandate } from './testing/mandate'

const rounds = Number(process.env.ROUNDS ?? 12)
const paid = 60
const debited = 8
const collectOn = '2026-12-14'
const database = useTestDatabase()
const { sql } = database
const folder = mkdtempSync(path.join(tmpdir(), 'andromede-settle-'))
const encryptionKey = testEncryptionKey
let books: Books

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.ENCRYPTION_KEY = encryptionKey
  books = await makeBooks(sql)
  const [, , third] = books.organisations
  await signMandate(books.as(third), testMandate)
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
})

/** Invariants of money and ledger; documents of this test have no lines. */
const violations = async () => {
  const names = [
    ...paymentInvariants.map(({ name }) => name),
    'ledger_sums',
    'ledger_balances',
    'ledger_sequence',
  ]
  return (await checkInvariants(books.sql)).filter(({ name }) => names.includes(name))
}

/** Starts the process and kills it after `afterMs`; returns whether it had finished by then. */
async function settle(file: string, afterMs: number | null): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      fileURLToPath(new URL('./testing/settle-process.ts', import.meta.url)),
      file,
      collectOn,
    ],
    {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        DATABASE_URL: database.current.urls.worker,
        ENCRYPTION_KEY: encryptionKey,
        PORTAL_URL: 'http://portal.example',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let said = ''
  const begun = new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk
      if (said.includes('begun')) resolve()
    }),
  )
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await Promise.race([begun, exited])
  if (afterMs !== null) {
    await Promise.race([pause(afterMs), exited])
    child.kill('SIGKILL')
  }
  await exited
  return said.includes('done')
}

test('a statement counts once or not at all, and no invoice is debited twice, when killed at any moment', async () => {
  const [first, second, third] = books.organisations
  let killed = 0
  for (let round = 0; round < rounds; round += 1) {
    const number = (index: number) => `FAC-${round}-${String(index).padStart(4, '0')}`
    for (let index = 0; index < paid; index += 1)
      await books.issue(index % 2 ? first : second, number(index), 1_000n + BigInt(index))
    for (let index = paid; index < paid + debited; index += 1)
      await planPayment(systemTestContext(), await books.issue(third, number(index), 500n))
    const statement = books.statementOf(
      Array.from({ length: paid }, (_, index) => ({ cents: 1_000n + BigInt(index), text: number(index) })),
    )
    const file = path.join(folder, statement.name)
    writeFileSync(file, statement.bytes)
    for (let look = 0; look < 3; look += 1)
      if (!(await settle(file, 20 + ((round * 3 + look) % 12) * 60))) killed += 1
    expect(await violations()).toEqual([])
    expect(await settle(file, null)).toBe(true)
    const [sums] = await books.sql`
      select (select count(*)::int from bank_movements) as movements,
        (select count(*)::int from bank_movements where state = 'matched') as matched,
        (select count(*)::int from direct_debits where state = 'prepared') as prepared,
        (select count(distinct document_id)::int from direct_debits) as documents,
        (select coalesce(sum(debits), 0)::int from direct_debit_batches) as in_files`
    const settled = paid * (round + 1)
    const inFiles = debited * (round + 1)
    expect(sums).toEqual({
      movements: settled,
      matched: settled,
      prepared: inFiles,
      documents: inFiles,
      in_files: inFiles,
    })
  }
  expect(await violations()).toEqual([])
  expect(killed).toBeGreaterThan(rounds)
  console.log(`settling: ${killed} processes killed over ${rounds} statements of ${paid} movements`)
}, 600_000)
