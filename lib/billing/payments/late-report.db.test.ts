import { beforeEach, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { markDebitsSent, prepareDebits, returnDebit } from './debit-batches'
import { importStatement } from './import-statement'
import { importStatusReport } from './import-status-report'
import { signMandate } from './mandate'
import { planPayment } from './plan-debit'
import { type Books, makeBooks } from './testing/books'
import { testMandate } from './testing/mandate'
import { sentFile } from './testing/sent-file'

const { sql } = useTestDatabase()
let books: Books | null = null

type Debit = { id: Id<'directDebit'>; state: string; endToEndId: string; group: string; messageId: string }
let round = 0
/** The bank credits a file of two debits less one that it rejected, before its report arrives. */
async function creditOfOne(): Promise<Debit> {
  books ??= await makeBooks(sql)
  round += 1
  for (const organisation of books.organisations.slice(0, 2)) {
    if (round === 1) await signMandate(books.as(organisation), testMandate)
    const number = `FAC-2026-0009${round}${books.organisations.indexOf(organisation)}`
    await planPayment(systemTestContext(), await books.issue(organisation, number, 5_000n))
  }
  const { id: batchId } = await prepareDebits(books.accountant(), { collectOn: '2026-12-14' })
  await markDebitsSent(books.accountant(), { batchId })
  const [, refused] = await books.sql<Debit[]>`
    select d.id, d.state, end_to_end_id as "endToEndId", payment_information_id as "group", b.message_id as "messageId"
    from direct_debits d join direct_debit_batches b on b.id = d.batch_id where d.batch_id = ${batchId} order by d.id`
  if (!refused) throw new Error('two were sent')
  await importStatement(
    books.accountant(),
    books.statementOf([{ cents: 5_000n, batchId: refused.group, text: 'PRELEVEMENTS' }]),
  )
  expect(await stateOf(refused)).toEqual({ movement: 'to_confirm', debits: ['sent', 'sent'] })
  return refused
}
const stateOf = async ({ group }: Debit) => {
  const [movement] = await (books as Books)
    .sql`select state from bank_movements where batch_reference = ${group}`
  const debits = await (books as Books).sql`
    select state from direct_debits where payment_information_id = ${group} order by state`
  return { movement: movement?.state, debits: debits.map(({ state }) => state) }
}
const settled = { movement: 'matched', debits: ['collected', 'returned'] }
beforeEach(() => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64')
})

test('the credit of a file is settled once the report names the missing debit', async () => {
  const refused = await creditOfOne()
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
<GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-12-10T08:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${refused.messageId}</OrgnlMsgId><OrgnlMsgNmId>pain.008.001.08</OrgnlMsgNmId></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>${refused.group}</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>${refused.endToEndId}</OrgnlEndToEndId>
<TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`
  await importStatusReport((books as Books).accountant(), { content: sentFile(text) })
  expect(await stateOf(refused)).toEqual(settled)
})

test('the credit of a file is settled once staff record the missing debit', async () => {
  const refused = await creditOfOne()
  await returnDebit((books as Books).accountant(), { directDebitId: refused.id, reason: 'AC04' })
  expect(await stateOf(refused)).toEqual(settled)
})
