import { beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import {
  cancelDebits,
  markDebitsSent,
  planPayment,
  prepareDebits,
  readDebitFile,
  signMandate,
} from '~/lib/billing'
import { type Books, makeBooks } from '~/lib/billing/payments/testing/books'
import { testMandate } from '~/lib/billing/payments/testing/mandate'
import { type Id, newId } from '~/lib/kernel/ids'
import { makeStaff } from '~/testing/staff'
import { carryOutSendings, decideSendings, listDoubtfulSendings, proposeSendings } from '../index'

const { sql } = useTestDatabase()
let books: Books
let people: Id<'staff'>[]
const collectOn = '2026-12-14'

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64')
  books = await makeBooks(sql)
  people = await Promise.all(
    ['un@example.test', 'deux@example.test'].map(
      async (email) => (await makeStaff(sql, ['accountant'], { email })).staffId,
    ),
  )
})

const staff = (index: number) => staffTestContext(people[index] as Id<'staff'>, ['accountant'])
const debitsOf = (ids: readonly string[]) =>
  sql<{ state: string; reason: string | null }[]>`
    select state, reason from direct_debits where document_id = any(${[...ids]}) order by state`
const debitIdOf = async (documentId: string) =>
  (await sql<{ id: string }[]>`select id from direct_debits where document_id = ${documentId}`)[0]?.id ?? ''
async function decide(subject: string, outcome: 'send' | 'sent'): Promise<void> {
  const [row] = await sql<
    { id: Id<'doubtfulSending'> }[]
  >`select id from doubtful_sendings where subject = ${subject}`
  const sendingIds = row ? [row.id] : []
  await proposeSendings(staff(0), { sendingIds, outcome, reference: 'Relevé de la banque.' })
  await decideSendings(staff(1), { sendingIds, outcome, decision: 'confirm' })
  await carryOutSendings(systemTestContext())
}

test('a debit file and announced debits that waited at a restore reach no bank before two people decide', async () => {
  const [payer] = books.organisations
  await signMandate(books.as(payer), testMandate)
  const plan = async (number: string) => {
    const id = await books.issue(payer, number, 1_000n, { dueOn: '2026-11-10' })
    await planPayment(systemTestContext(), id)
    return id
  }
  const inFile = await plan('FAC-2026-000901')
  const { id: batchId } = await prepareDebits(books.accountant(), { collectOn })
  const [lost, open] = [await plan('FAC-2026-000902'), await plan('FAC-2026-000903')]
  const broken = (await checkInvariants(sql)).map(({ name }) => name)
  await sql`select app.note_recovery(${newId('recovery')}, 'new_timeline', now())`
  await sql`select app.end_recovery(app.database_identity(), null, true, now())`

  const { sendings } = await listDoubtfulSendings(staff(0))
  expect(sendings.map(({ kind }) => kind).filter((kind) => kind.startsWith('debit'))).toEqual([
    'debit',
    'debit',
    'debit_file',
  ])
  const refused = { code: 'conflict', params: { reason: 'sending_doubtful' } }
  for (const act of [markDebitsSent, cancelDebits])
    await expect(act(books.accountant(), { batchId })).rejects.toMatchObject(refused)
  await expect(readDebitFile(books.accountant(), batchId)).rejects.toMatchObject(refused)
  expect(await prepareDebits(books.accountant(), { collectOn })).toMatchObject({ debits: 0, leftOut: 0 })

  await decide(batchId, 'sent')
  expect(await debitsOf([inFile])).toEqual([{ state: 'sent', reason: null }])
  await decide(await debitIdOf(lost), 'sent')
  await decide(await debitIdOf(open), 'send')
  expect(await debitsOf([lost])).toEqual([{ state: 'left_out', reason: 'sent_before_restore' }])
  expect(await prepareDebits(books.accountant(), { collectOn })).toMatchObject({ debits: 1, leftOut: 0 })
  expect(await debitsOf([open])).toEqual([{ state: 'prepared', reason: null }])
  expect((await checkInvariants(sql)).map(({ name }) => name)).toEqual(broken)
})
