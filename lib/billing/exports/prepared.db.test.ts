import { beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { listConnections, removeConnection, resolveDelivery, retryDelivery, setConnection } from '../index'
import { exampleDocument } from '../invoices/testing/example-document'
import { postTransaction } from '../ledger/post-transaction'
import { agreeSellerChanges, makeAccountant } from '../testing/agree-changes'
import { openOperatorExport } from './open-export'
import {
  listPreparedExports,
  openPreparedExport,
  prepareExport,
  requestExport,
  requestOperatorExport,
  sweepExports,
} from './prepared-exports'
import { readPurchaseAccounts, setPurchaseAccounts } from './purchase-accounts'
import { readExportOffer } from './read-offer'
import { insertSeller, issueDocument } from './testing/issue-document'

const database = useTestDatabase()
const { sql } = database
let one: TestBuyer
let other: TestBuyer
let seller: Id<'sellingEntity'>
let documentId: Id<'invoice'>
const request = { kind: 'lines', format: 'csv', period: '2026-11' } as const
const owner = (of: TestBuyer, now = testNow) => of.as('owner', now)
const accountant = () => staffTestContext(newId('staff'), ['accountant'])

beforeAll(async () => {
  seller = await insertSeller(sql)
  ;[one, other] = await makeBuyers(sql, 2)
  documentId = await issueDocument(
    sql,
    { sellingEntityId: seller, organisationId: one.organisationId },
    exampleDocument(),
  )
})

async function textOf(stream: AsyncIterable<Uint8Array | string>): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += Buffer.from(chunk).toString('utf8')
  return text
}

test('an export is prepared once, visible only to its owner, and deleted after a week', async () => {
  const exportId = await requestExport(owner(one), request)
  await expect(openPreparedExport(owner(one), { exportId })).rejects.toMatchObject({ code: 'not_found' })
  await prepareExport(systemTestContext(), { exportId })
  await prepareExport(systemTestContext(), { exportId })
  expect(await listPreparedExports(owner(one))).toMatchObject([{ id: exportId, state: 'ready', rows: 2 }])
  const { stream, fileName } = await openPreparedExport(owner(one), { exportId })
  expect(fileName).toBe('andromede-lines-2026-11.csv')
  expect((await textOf(stream)).trim().split('\n')).toHaveLength(3)
  for (const asked of [exportId, newId('export'), 'none'])
    await expect(openPreparedExport(owner(other), { exportId: asked })).rejects.toMatchObject({
      code: 'not_found',
    })
  expect(await listPreparedExports(owner(other))).toEqual([])
  const later = addSeconds(testNow, 8 * 86_400)
  await expect(openPreparedExport(owner(one, later), { exportId })).rejects.toMatchObject({
    code: 'not_found',
  })
  await sweepExports(systemTestContext(later))
  expect(await sql`select 1 from export_chunks`).toHaveLength(0)
})

test('an organisation has at most five exports in preparation, also under concurrent requests', async () => {
  const asks = await Promise.allSettled(
    Array.from({ length: 20 }, () => requestExport(owner(other), request)),
  )
  const made = asks.flatMap((ask) => (ask.status === 'fulfilled' ? [ask.value] : []))
  expect(made).toHaveLength(5)
  expect(asks.find((ask) => ask.status === 'rejected')?.reason).toMatchObject({
    code: 'state_forbids',
    params: { reason: 'exports_unfinished' },
  })
  await prepareExport(systemTestContext(), { exportId: made[0] as (typeof made)[number] })
  await requestExport(owner(other), request)
})

test('exports use two queue slots, so that mails and orders do not wait for them', async () => {
  for (let asks = 0; asks < 4; asks += 1) await requestOperatorExport(accountant(), request)
  const queue = database.sqlAs('andromede_queue')
  const places = await queue<{ name: string | null }[]>`
    select distinct q.queue_name as name from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
    where t.identifier = 'prepare_export'`
  for (const { name } of places) expect(name).toMatch(/^exports [01]$/)
})

test('accounts of the purchase journal are kept as typed, and an invalid line is named', async () => {
  await setPurchaseAccounts(owner(one), { accounts: ' DSI-12 = 611000 \n* = 613500\n' })
  expect((await readExportOffer(owner(one))).purchaseAccounts).toBe('* = 613500\nDSI-12 = 611000')
  expect(() => readPurchaseAccounts('DSI = 701000')).toThrow()
  await expect(setPurchaseAccounts(owner(one), { accounts: 'A = 611\nA = 612' })).rejects.toMatchObject({
    field: 'accounts',
    params: { reason: 'purchase_account', line: 'A' },
  })
  const reader = one.as('reader')
  await expect(setPurchaseAccounts(reader, { accounts: '' })).rejects.toMatchObject({ code: 'forbidden' })
})

test('the seller’s FEC holds the entries validated in the month, balanced and numbered without gaps', async () => {
  const post = (now: Date, piece: string) =>
    withSystem(systemTestContext(now), (tx) =>
      postTransaction(tx, now, {
        sellingEntityId: seller,
        organisationId: one.organisationId,
        kind: 'invoice',
        pieceReference: piece,
        label: `Facture\t${piece}`,
        occurredOn: '2026-11-03',
        postings: [
          { account: '411000', auxiliary: 'C000001', debitCents: 12_000n },
          { account: '706000', creditCents: 10_000n },
          { account: '445712', creditCents: 2_000n },
        ],
      }),
    )
  await post(new Date('2026-10-31T22:59:59Z'), 'FAC-1')
  await post(new Date('2026-10-31T23:00:00Z'), 'FAC-2')
  await post(new Date('2026-11-30T22:59:59Z'), 'FAC-3')
  const { fileName, stream } = await openOperatorExport(accountant(), {
    kind: 'fec',
    format: 'txt',
    period: '2026-11',
  })
  expect(fileName).toBe('732829320FEC-extrait-provisoire-202611-20261124.txt')
  const [head, ...lines] = (await textOf(stream)).replace(/\r\n$/, '').split('\r\n')
  expect(head?.split('\t').slice(0, 4)).toEqual(['JournalCode', 'JournalLib', 'EcritureNum', 'EcritureDate'])
  const rows = lines.map((line) => line.split('\t'))
  expect(rows.every((row) => row.length === 18)).toBe(true)
  expect(rows.map((row) => row[2])).toEqual(['2', '2', '2', '3', '3', '3'])
  expect(rows[0]).toEqual(
    expect.arrayContaining(['VE', '20261103', '411000', 'C000001', 'Facture FAC-2', '120,00', '0,00']),
  )
  const sum = (at: number) =>
    rows.reduce((total, row) => total + BigInt((row[at] ?? '').replace(',', '')), 0n)
  expect(sum(11)).toBe(sum(12))
})

test('a resolved refusal leaves the list, and a delivery that was never deposited is retried', async () => {
  const id = newId('delivery')
  const put = (state: string) =>
    sql`insert into document_deliveries (id, organisation_id, document_id, channel, state, attempts, created_at) values (${id}, ${one.organisationId}, ${documentId}, 'platform', ${state}, 24, now())
      on conflict (document_id, channel) do update set state = ${state}, settled_at = null`
  await put('failed')
  await retryDelivery(accountant(), { deliveryId: id })
  expect(await sql`select state, attempts from document_deliveries where id = ${id}`).toMatchObject([
    { state: 'waiting', attempts: 1 },
  ])
  await expect(resolveDelivery(accountant(), { deliveryId: id })).rejects.toMatchObject({
    code: 'state_forbids',
  })
  await put('rejected')
  await expect(retryDelivery(accountant(), { deliveryId: id })).rejects.toMatchObject({
    code: 'state_forbids',
  })
  for (const deliveryId of [newId('delivery'), 'none'])
    await expect(resolveDelivery(accountant(), { deliveryId })).rejects.toMatchObject({ code: 'not_found' })
  const auditor = staffTestContext(newId('staff'), ['auditor'])
  await expect(resolveDelivery(auditor, { deliveryId: id })).rejects.toMatchObject({ code: 'forbidden' })
})

test('the secrets of a platform are sealed and no site can read them', async () => {
  const connection = {
    channel: 'platform',
    baseUrl: 'https://pa.example',
    tokenUrl: 'https://pa.example/token',
    clientId: 'andromede',
    clientSecret: 'tres-secret',
  } as const
  await setConnection(await makeAccountant(sql), connection)
  await agreeSellerChanges(sql)
  const [row] = await sql`select client_secret_sealed as sealed from einvoice_connections`
  expect(row?.sealed).toMatch(/^k2\./)
  expect(row?.sealed).not.toContain('tres-secret')
  expect(JSON.stringify(await listConnections(accountant()))).not.toContain('sealed')
  const operator = database.sqlAs('andromede_operator')
  await expect(operator`select client_secret_sealed from einvoice_connections`).rejects.toThrow(
    /permission denied/,
  )
  const stale = staffTestContext(newId('staff'), ['accountant'])
  if (stale.actor.kind === 'staff') stale.actor.secondFactorAt = addSeconds(testNow, -3_600)
  await expect(removeConnection(stale, { channel: 'platform' })).rejects.toMatchObject({
    code: expect.stringMatching(/^(proof_required|unauthenticated)$/),
  })
  await removeConnection(accountant(), { channel: 'platform' })
  expect((await listConnections(accountant())).every(({ settings }) => settings === null)).toBe(true)
})
