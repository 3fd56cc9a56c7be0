import { beforeAll, expect, test } from 'vitest'
import { memberTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { newId } from '~/lib/kernel/ids'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { attachDocument, createPurchaseOrder, getPurchaseOrder, readDocument } from '../index'

const { sql } = useTestDatabase()

beforeAll(() => {
  process.env.RATE_LIMIT_FACTOR = '1000'
})

const purchaseOrder = { number: 'BC-14', startsOn: '2026-11-01', endsOn: '2026-12-31', ceiling: 5_000n }

const technical = (buyer: TestBuyer) => memberTestContext(newId('account'), { ...buyer, role: 'technical' })

/** The bytes as they arrive over the network: in small chunks that mean nothing alone. */
async function* inPieces(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
const mebibytes = (count: number, more = 0) => {
  const bytes = Buffer.alloc(count * 1024 * 1024 + more, '.')
  bytes.write('%PDF-1.7')
  bytes.write('%%EOF', bytes.length - 5)
  return bytes
}

test("a file's type must match its bytes and its name, and it is stored once", async () => {
  const buyer = await makeBuyer(sql)
  const { purchaseOrderId } = await createPurchaseOrder(buyer.as(), purchaseOrder)
  const file = (text: string, name = 'signé.pdf') => ({
    purchaseOrderId,
    name,
    content: inPieces(Buffer.from(text)),
  })
  const pdf = '%PDF-1.4 … %%EOF'
  for (const [given, reason] of [
    [file(''), 'file_empty'],
    [file('<html>'), 'file_kind'],
    [file(pdf, 'signé.png'), 'file_name_kind'],
    [file(pdf, 'signé'), 'file_name_kind'],
  ] as const)
    await expect(attachDocument(buyer.as(), given)).rejects.toMatchObject({
      field: 'content',
      params: { reason },
    })
  await attachDocument(buyer.as(), file(pdf))
  await expect(attachDocument(buyer.as(), file(pdf))).rejects.toMatchObject({ code: 'already_exists' })
  await expect(attachDocument(technical(buyer), file('%PDF-1.5 … %%EOF'))).rejects.toMatchObject({
    code: 'forbidden',
  })
  const { documents } = await getPurchaseOrder(technical(buyer), { id: purchaseOrderId })
  expect(documents).toMatchObject([{ name: 'signe.pdf', mediaType: 'application/pdf' }])
})

test('ten mebibytes are stored unchanged, one byte more is refused', async () => {
  const buyer = await makeBuyer(sql)
  const { purchaseOrderId } = await createPurchaseOrder(buyer.as(), purchaseOrder)
  const attach = (bytes: Uint8Array) =>
    attachDocument(buyer.as(), { purchaseOrderId, name: 'bon.pdf', content: inPieces(bytes) })
  const whole = mebibytes(10)
  const { documentId } = await attach(whole)
  expect(whole.equals((await readDocument(buyer.as(), { id: documentId })).content)).toBe(true)
  await expect(attach(mebibytes(10, 1))).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'content',
    params: { reason: 'document_too_large' },
  })
})

test('a file is not read from a person without access, nor beyond twenty files', async () => {
  const buyer = await makeBuyer(sql)
  const stranger = await makeBuyer(sql)
  const { purchaseOrderId } = await createPurchaseOrder(buyer.as(), purchaseOrder)
  const given = (text: string) => {
    const seen = { isRead: false }
    async function* content(): AsyncIterable<Uint8Array> {
      seen.isRead = true
      yield Buffer.from(text)
    }
    return { seen, input: { purchaseOrderId, name: 'bon.pdf', content: content() } }
  }
  const foreign = given('%PDF-1.4 %%EOF')
  await expect(attachDocument(stranger.as(), foreign.input)).rejects.toMatchObject({
    code: 'not_found',
  })
  expect(foreign.seen.isRead).toBe(false)
  const all = await Promise.allSettled(
    Array.from({ length: 24 }, (_, index) =>
      attachDocument(buyer.as(), given(`%PDF-1.4 ${index} %%EOF`).input),
    ),
  )
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
  const late = given('%PDF-1.4 late %%EOF')
  await expect(attachDocument(buyer.as(), late.input)).rejects.toMatchObject({
    params: { reason: 'too_many_files' },
  })
  expect(late.seen.isRead).toBe(false)
})

test('the files of an organisation are bounded in total, to the byte', async () => {
  const buyer = await makeBuyer(sql)
  const { purchaseOrderId } = await createPurchaseOrder(buyer.as(), purchaseOrder)
  const { purchaseOrderId: other } = await createPurchaseOrder(buyer.as(), {
    ...purchaseOrder,
    number: 'BC-15',
  })
  const pdf = (text: string) => Buffer.from(`%PDF-1.4 ${text} %%EOF`)
  const attach = (bytes: Uint8Array) =>
    attachDocument(buyer.as(), { purchaseOrderId, name: 'bon.pdf', content: inPieces(bytes) })
  const left = pdf('a').length
  // Rows with declared sizes: five hundred mebibytes in total, less the next file.
  const whole = 10 * 1024 * 1024
  await sql`insert into purchase_order_documents (id, organisation_id, purchase_order_id, name, media_type, size_bytes, sha256, content, created_at)
    select 'pod_' || lpad(n::text, 26, '0'), ${buyer.organisationId}, ${other}, 'bon.pdf', 'application/pdf',
      ${whole}::int - case n when 1 then ${left}::int else 0 end, md5(n::text), '\\x25', now() from generate_series(1, 50) n`
  await expect(attach(pdf('ab'))).rejects.toMatchObject({
    code: 'invalid_input',
    field: 'content',
    params: { reason: 'files_full' },
  })
  await attach(pdf('a'))
  await expect(attach(pdf('b'))).rejects.toMatchObject({ params: { reason: 'files_full' } })
})
