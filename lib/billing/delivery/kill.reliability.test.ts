import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { testEncryptionKey } from '~/db/testing/template'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { insertSeller, issueDocument } from '../exports/testing/issue-document'
import { exampleDocument } from '../invoices/testing/example-document'
import { lockSettling } from '../payments/queries/movements'
import { applyParts } from '../payments/settle-movement'
import { planDelivery } from './plan-delivery'
import { type AfnorServer, startAfnorServer } from './testing/afnor-server'
import { collectedIn } from './testing/cdar-oracle'

const database = useTestDatabase()
const { sql } = database
let seller: Id<'sellingEntity'>
let buyer: TestBuyer
let afnor: AfnorServer
let now = new Date('2026-11-04T09:00:00Z')

beforeAll(async () => {
  seller = await insertSeller(sql)
  buyer = await makeBuyer(sql)
  afnor = await startAfnorServer()
})
afterAll(async () => {
  afnor?.close()
})

/** Runs one delivery pass in a worker process; returns whether the worker survived. */
async function deliver(dies: string): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      fileURLToPath(new URL('./testing/deliver-process.ts', import.meta.url)),
      afnor.url,
      afnor.secret,
      now.toISOString(),
      dies,
    ],
    {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        DATABASE_URL: database.current.urls.worker,
        ENCRYPTION_KEY: testEncryptionKey,
        PORTAL_URL: 'http://portal.example',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk
  })
  await new Promise<void>((resolve) => child.once('close', () => resolve()))
  return said.includes('done')
}

test('an invoice is deposited once when the worker is killed during the deposit', async () => {
  let killed = 0
  // Once after the answer, and at moments around the request.
  for (const [index, dies] of ['after_deposit', '0', '2', '5', '10', 'after_deposit'].entries()) {
    const number = `FAC-2026-${String(index + 1).padStart(6, '0')}`
    const { buyer: example } = exampleDocument()
    const documentId = await issueDocument(
      sql,
      { sellingEntityId: seller, organisationId: buyer.organisationId },
      exampleDocument({ number, buyer: { ...example, kind: 'company' } }),
    )
    await planDelivery(systemTestContext(now), { documentId })
    const flows = () => afnor.flows.filter(({ name }) => name === `${number}.pdf`).length
    const state = async () => {
      const [row] = await sql<{ state: string }[]>`
        select state from document_deliveries where document_id = ${documentId} and channel <> 'mail'`
      return row?.state
    }
    now = addSeconds(now, 400)
    const lived = await deliver(dies)
    if (!lived) killed += 1
    if (dies === 'after_deposit') expect([lived, flows(), await state()]).toEqual([false, 1, 'waiting'])
    // The lease has expired; the next worker looks the document up before it deposits again.
    now = addSeconds(now, 4_000)
    expect(await deliver('')).toBe(true)
    expect([flows(), await state()]).toEqual([1, 'deposited'])
  }
  expect(killed).toBeGreaterThanOrEqual(2)
})

test('a payment is reported once when the worker is killed during the report', async () => {
  const { buyer: example } = exampleDocument()
  let killed = 0
  for (const [index, dies] of ['after_deposit', '2', 'after_deposit'].entries()) {
    const number = `FAC-2027-${String(index + 1).padStart(6, '0')}`
    const documentId = await issueDocument(
      sql,
      { sellingEntityId: seller, organisationId: buyer.organisationId },
      exampleDocument({ number, vatOnDebits: false, buyer: { ...example, kind: 'company' } }),
    )
    await planDelivery(systemTestContext(now), { documentId })
    now = addSeconds(now, 400)
    await deliver('')
    for (const flow of afnor.flows) flow.acknowledgement = { status: 'Ok' }
    now = addSeconds(now, 400)
    await deliver('')
    await withSystem(systemTestContext(now), async (tx) => {
      await lockSettling(tx)
      const money = {
        kind: 'movement' as const,
        id: 'x',
        movementId: await insertMovement(),
        cardPaymentId: null,
        cardRefundId: null,
      }
      await applyParts(
        tx,
        systemTestContext(now),
        {
          ...money,
          sellingEntityId: seller,
          cents: 4_504n,
          occurredOn: '2026-11-04',
          label: number,
          account: '512000',
        },
        [{ organisationId: buyer.organisationId, documentId, cents: 4_504n }],
        null,
      )
    })
    const paymentFlows = () => afnor.flows.filter(({ name }) => name.startsWith(`${number}-212`))
    const lived = await deliver(dies)
    if (!lived) killed += 1
    if (dies === 'after_deposit') expect([lived, paymentFlows().length]).toEqual([false, 1])
    now = addSeconds(now, 4_000)
    expect(await deliver('')).toBe(true)
    expect(paymentFlows().map(({ original }) => collectedIn(original))).toEqual([{ '20.00': 4_504 }])
  }
  expect(killed).toBeGreaterThanOrEqual(2)
})

async function insertMovement(): Promise<Id<'bankMovement'>> {
  const [statementId, id] = [newId('bankStatement'), newId('bankMovement')]
  await sql`insert into bank_statements (id, selling_entity_id, format, identification, iban, from_on, to_on, opening_cents, closing_cents, file_name, file_sha256, movements, repeated, imported_at)
    values (${statementId}, ${seller}, 'camt.053', ${statementId}, 'FR76', '2026-11-04', '2026-11-04', 0, 4504, 's.xml', ${statementId}, 1, 0, now())`
  await sql`insert into bank_movements (id, statement_id, selling_entity_id, iban, identity, booked_on, valued_on, cents, text, state, allocated_cents)
    values (${id}, ${statementId}, ${seller}, 'FR76', ${id}, '2026-11-04', '2026-11-04', 4504, '', 'to_confirm', 0)`
  return id
}
