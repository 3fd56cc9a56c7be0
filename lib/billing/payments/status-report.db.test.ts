import { beforeAll, expect, test } from 'vitest'
import { systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { cancelDebits, markDebitsSent, prepareDebits } from './debit-batches'
import { importStatusReport } from './import-status-report'
import { choosePaymentMethod, signMandate } from './mandate'
import { planPayment } from './plan-debit'
import { type Books, makeBooks } from './testing/books'
import { testMandate } from './testing/mandate'
import { sentFile } from './testing/sent-file'

const { sql } = useTestDatabase()
let books: Books
let messageId: string
let batchId: Id<'directDebitBatch'>
let documents: Id<'invoice'>[]

type Debit = { state: string; reason: string | null; endToEndId: string; group: string }
const debitOf = async (documentId: Id<'invoice'>): Promise<Debit> => {
  const [row] = await books.sql<Debit[]>`
    select state, reason, end_to_end_id as "endToEndId", payment_information_id as "group" from direct_debits where document_id = ${documentId}`
  if (!row) throw new Error('it was planned')
  return row
}

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64')
  books = await makeBooks(sql)
  const [first] = books.organisations
  await signMandate(books.as(first), testMandate)
  await choosePaymentMethod(books.as(first), { method: 'direct_debit' })
  documents = []
  for (const number of ['401', '402', '403', '404']) {
    const id = await books.issue(first, `FAC-2026-000${number}`, 5_000n, { dueOn: '2026-11-10' })
    await planPayment(systemTestContext(), id)
    documents.push(id)
  }
  const batch = await prepareDebits(books.accountant(), { collectOn: '2026-12-14' })
  batchId = batch.id
  const [row] = await books.sql`select message_id from direct_debit_batches where id = ${batch.id}`
  messageId = row?.message_id as string
})

/** A report as banks write it. `groups` is the XML inside its groups. */
const report = (groups: string, original = `<OrgnlMsgId>${messageId}</OrgnlMsgId>`, version = '03') =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.${version}"><CstmrPmtStsRpt>
<GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-12-10T08:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts>${original}<OrgnlMsgNmId>pain.008.001.08</OrgnlMsgNmId></OrgnlGrpInfAndSts>
${groups}</CstmrPmtStsRpt></Document>`
const transaction = (endToEndId: string, status: string, code: string) =>
  `<TxInfAndSts><OrgnlEndToEndId>${endToEndId}</OrgnlEndToEndId><TxSts>${status}</TxSts><StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf></TxInfAndSts>`
const group = (inside: string, of = 'any') =>
  `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${of}</OrgnlPmtInfId>${inside}</OrgnlPmtInfAndSts>`
const take = (text: string, who = books.accountant()) => importStatusReport(who, { content: sentFile(text) })

test('a report about a file that was not sent to the bank is rejected', async () => {
  const { endToEndId } = await debitOf(documents[0] as Id<'invoice'>)
  const text = report(group(transaction(endToEndId, 'RJCT', 'AC04')))
  const refusal = { code: 'invalid_input', field: 'content', params: { reason: 'report_other_file' } }
  await expect(take(text)).rejects.toMatchObject(refusal)
  await expect(take(report('', '<OrgnlMsgId>OTHER</OrgnlMsgId>'))).rejects.toMatchObject(refusal)
  await markDebitsSent(books.accountant(), { batchId })
})

test('single rejected debits are due again, once, with the bank’s reason', async () => {
  const [first, second, third] = documents as [Id<'invoice'>, Id<'invoice'>, Id<'invoice'>]
  const text = report(
    group(
      transaction((await debitOf(first)).endToEndId, 'RJCT', 'AC04') +
        transaction((await debitOf(second)).endToEndId, 'ACSP', 'NARR') +
        transaction((await debitOf(third)).endToEndId, 'RJCT', 'not a code'),
    ),
  )
  const taken = await Promise.all(Array.from({ length: 10 }, () => take(text)))
  expect(taken.filter(({ returned }) => returned === 2)).toHaveLength(1)
  expect(taken.filter(({ repeated }) => repeated === 2)).toHaveLength(9)
  expect(await debitOf(first)).toMatchObject({ state: 'returned', reason: 'AC04' })
  expect(await debitOf(second)).toMatchObject({ state: 'sent' })
  expect(await debitOf(third)).toMatchObject({ state: 'returned', reason: 'MS03' })
  const audits = await books.sql`select 1 from audit_events where event = 'debit.returned'`
  expect(audits).toHaveLength(2)
})

test('a report is imported whole or not at all: one about a debit of another file is rejected', async () => {
  const [, second] = documents as [Id<'invoice'>, Id<'invoice'>]
  const text = report(
    group(
      transaction((await debitOf(second)).endToEndId, 'RJCT', 'AC04') +
        transaction('NOT-OURS', 'RJCT', 'AC04'),
    ),
  )
  await expect(take(text)).rejects.toMatchObject({ params: { reason: 'report_other_debit', at: 'NOT-OURS' } })
  expect(await debitOf(second)).toMatchObject({ state: 'sent' })
})

test('a rejected group rejects all of its debits, in any version', async () => {
  const fourth = documents[3] as Id<'invoice'>
  const { group: of } = await debitOf(fourth)
  const inside = '<PmtInfSts>RJCT</PmtInfSts><StsRsnInf><Rsn><Cd>AG01</Cd></Rsn></StsRsnInf>'
  // The first debit of its mandate is in another group; debits of this one rejected earlier stay so.
  const { returned } = await take(report(group(inside, of), undefined, '10'))
  expect(returned).toBeGreaterThan(0)
  expect(await debitOf(fourth)).toMatchObject({ state: 'returned', reason: 'AG01' })
})

test('an invalid report is rejected with its line, and staff without access to the books cannot import one', async () => {
  await expect(take('pas un rapport')).rejects.toMatchObject({
    params: { reason: 'report_format', line: '1' },
  })
  await expect(take(report('', ''))).rejects.toMatchObject({
    params: { reason: 'statement_field', at: 'OrgnlMsgId' },
  })
  await expect(take(report('').replace('pain.002', 'camt.053'))).rejects.toMatchObject({
    params: { reason: 'report_format' },
  })
  await expect(take(`<!DOCTYPE x>${report('')}`)).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(take(report(''), books.accountant(testNow, ['support']))).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(cancelDebits(books.accountant(), { batchId })).rejects.toMatchObject({ code: 'conflict' })
})
