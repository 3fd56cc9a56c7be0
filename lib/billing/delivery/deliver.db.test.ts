import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { insertSeller, issueDocument } from '../exports/testing/issue-document'
import type { Buyer } from '../invoices/issued-document'
import { exampleDocument } from '../invoices/testing/example-document'
import { afnorPlatform } from './afnor-platform'
import { chorusProPlatform } from './chorus-pro-platform'
import { deliverDocuments } from './deliver-documents'
import { planDelivery } from './plan-delivery'
import type { EInvoicePlatform } from './platform'
import { type AfnorServer, startAfnorServer } from './testing/afnor-server'
import { type ChorusProServer, startChorusProServer } from './testing/chorus-pro-server'

const { sql } = useTestDatabase()
let seller: Id<'sellingEntity'>
let buyer: TestBuyer
let afnor: AfnorServer
let chorus: ChorusProServer
let now = new Date('2026-11-04T09:00:00Z')
let issued = 0

beforeAll(async () => {
  process.env.PORTAL_URL = 'https://andromede.example'
  seller = await insertSeller(sql)
  buyer = await makeBuyer(sql)
  afnor = await startAfnorServer()
  chorus = await startChorusProServer()
})
afterAll(async () => {
  afnor?.close()
  chorus?.close()
})
beforeEach(async () => {
  // One document at a time: stop polling those of earlier tests.
  await sql`update document_deliveries set next_attempt_at = null`
  afnor.refuseWith = null
})

const options = (url: string, tokenPath: string, clientSecret: string) => ({
  baseUrl: url,
  tokenUrl: `${url}${tokenPath}`,
  clientId: 'andromede',
  clientSecret,
  timeoutMs: 5_000,
  clock: () => now.getTime(),
})
const platforms = (over: Partial<EInvoicePlatform> = {}) => {
  const company = { ...afnorPlatform(options(afnor.url, '/token', afnor.secret)), ...over }
  const state = {
    ...chorusProPlatform({
      ...options(chorus.url, '/api/oauth/token', chorus.secret),
      account: chorus.account,
    }),
    ...over,
  }
  return async (_ctx: unknown, channel: 'chorus_pro' | 'platform') =>
    channel === 'platform' ? company : state
}
const step = async (using = platforms(), seconds = 400) => {
  now = addSeconds(now, seconds)
  await deliverDocuments(systemTestContext(now), using)
}

async function issue(kind: 'company' | 'public_body', over: Partial<Buyer> = {}) {
  issued += 1
  const number = `FAC-2026-${String(issued).padStart(6, '0')}`
  const { buyer: example } = exampleDocument()
  const document = exampleDocument({ number, buyer: { ...example, kind, ...over } })
  const documentId = await issueDocument(
    sql,
    { sellingEntityId: seller, organisationId: buyer.organisationId },
    document,
  )
  await planDelivery(systemTestContext(now), { documentId })
  const read = async () => {
    const [row] =
      await sql`select * from document_deliveries where document_id = ${documentId} and channel <> 'mail'`
    return row as Record<string, unknown> & { id: string }
  }
  const codes = async () =>
    (
      await sql`select code from delivery_statuses s join document_deliveries d on d.id = s.delivery_id where d.document_id = ${documentId} order by code`
    ).map(({ code }) => code)
  return { number, documentId, read, codes }
}

describe('an invoice of a company', () => {
  test('that was deposited after the moment of a restore is found on the platform, not deposited again', async () => {
    const { number, read } = await issue('company')
    await step()
    const { id } = await read()
    await sql`update document_deliveries set state = 'waiting', attempts = 0, external_id = null, deposited_at = null,
      next_attempt_at = ${now} where id = ${id}`
    await sql`select app.end_recovery(app.database_identity(), null, true, ${now})`
    const deposit = async () => {
      throw new Error(`${number} was deposited again`)
    }
    await step(platforms({ deposit }))
    expect(await read()).toMatchObject({ state: 'deposited', failure_text: null })
    expect(afnor.flows.filter(({ trackingId }) => trackingId === id)).toHaveLength(1)
    await sql`delete from installation_facts where name in ('database', 'data_lost_at')`
  })

  test('is mailed once, deposited once, acknowledged, and followed until its payment', async () => {
    const { number, documentId, read, codes } = await issue('company')
    await planDelivery(systemTestContext(now), { documentId })
    const mails =
      await sql`select subject from mail_messages where template = 'invoice-issued' and subject like ${`%${number}%`}`
    expect(mails).toHaveLength(1)
    await step()
    const { id } = await read()
    const sent = afnor.flows.filter(({ trackingId }) => trackingId === id)
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ name: `${number}.pdf`, flowSyntax: 'Factur-X' })
    expect(sent[0]?.original.startsWith('%PDF-')).toBe(true)
    await step()
    expect(await read()).toMatchObject({ state: 'deposited' })
    afnor.acknowledge(id, { status: 'Ok' })
    for (const code of [200, 202, 203, 204, 205]) afnor.tell(id, number, code)
    await step()
    await step()
    await step()
    expect(await codes()).toEqual([200, 202, 203, 204, 205])
    afnor.tell(id, number, 212)
    await step()
    expect(await read()).toMatchObject({ state: 'accepted', status_code: 212, next_attempt_at: null })
  })

  test('refused by the buyer waits for staff, with the buyer’s reason', async () => {
    const { number, read } = await issue('company')
    await step()
    const { id } = await read()
    afnor.acknowledge(id, { status: 'Ok' })
    afnor.tell(id, number, 210, {
      code: 'TX_TVA_ERR',
      text: 'Le taux n’est pas le bon &amp; le prix non plus',
    })
    await step()
    await step()
    expect(await read()).toMatchObject({
      state: 'rejected',
      status_code: 210,
      failure_code: 'TX_TVA_ERR',
      failure_text: 'Le taux n’est pas le bon & le prix non plus',
      next_attempt_at: null,
    })
  })

  test('without a recipient (221) waits for staff; statuses between platforms change nothing', async () => {
    const { number, read, codes } = await issue('company')
    await step()
    const { id } = await read()
    afnor.acknowledge(id, { status: 'Ok' })
    afnor.tell(id, number, 202)
    afnor.tell(id, number, 250)
    await step()
    await step()
    expect(await read()).toMatchObject({ state: 'accepted', status_code: 202 })
    afnor.tell(id, number, 221, { code: 'ROUTAGE_ERR', text: 'Aucune adresse' })
    await step()
    expect(await codes()).toEqual([202, 221, 250])
    expect(await read()).toMatchObject({
      state: 'rejected',
      status_code: 221,
      failure_code: 'ROUTAGE_ERR',
      next_attempt_at: null,
    })
  })

  test.each([
    ['of Guyane', { address: { lines: [], postalCode: '97300', city: 'Cayenne', countryCode: 'FR' } }],
    ['that is not taxable', { isTaxable: false }],
  ])('%s, it is sent by mail only', async (_name, over) => {
    const { documentId } = await issue('company', over)
    const channels = await sql`select channel from document_deliveries where document_id = ${documentId}`
    expect(channels.map(({ channel }) => channel)).toEqual(['mail'])
  })

  test.each([
    [
      'an answer that refuses',
      (id: string) => id,
      { status: 422, errorCode: 'ChecksumMismatch' },
      'ChecksumMismatch',
    ],
    [
      'a failed check',
      (id: string) =>
        afnor.acknowledge(id, {
          status: 'Error',
          details: [{ level: 'Error', item: 'file', reasonCode: 'InvalidSchema', reasonMessage: 'XSD' }],
        }),
      null,
      'InvalidSchema',
    ],
  ])('rejected by %s, it waits for staff', async (_title, act, refuseWith, code) => {
    const { read } = await issue('company')
    afnor.refuseWith = refuseWith
    await step()
    act((await read()).id)
    await step()
    expect(await read()).toMatchObject({ state: 'rejected', failure_code: code, next_attempt_at: null })
  })
})

describe('a worker that dies', () => {
  test.each([
    ['company', () => afnor.flows.filter(({ flowDirection }) => flowDirection === 'Out').length],
    ['public_body', () => chorus.deposits.length],
  ] as const)('after the deposit of a %s’s invoice leaves it deposited once', async (kind, count) => {
    const { read } = await issue(kind)
    const before = count()
    const real = platforms()
    const { deposit } = await real(null, kind === 'company' ? 'platform' : 'chorus_pro')
    const dying = platforms({
      async deposit(given) {
        await deposit(given)
        throw new Error('killed before anything was written')
      },
    })
    await step(dying)
    expect(await read()).toMatchObject({ state: 'waiting' })
    expect(count()).toBe(before + 1)
    await step(real, 4_000)
    expect(await read()).toMatchObject({ state: 'deposited' })
    expect(count()).toBe(before + 1)
  })

  test('and two concurrent workers deposit once', async () => {
    const { read } = await issue('company')
    now = addSeconds(now, 400)
    await Promise.all([1, 2, 3].map(() => deliverDocuments(systemTestContext(now), platforms())))
    const { id } = await read()
    expect(afnor.flows.filter(({ trackingId }) => trackingId === id)).toHaveLength(1)
  })
})

test('an invoice of a public body goes to Chorus Pro, and the body’s decision comes back', async () => {
  const { number, read, codes } = await issue('public_body')
  await step()
  expect(chorus.deposits.at(-1)?.nomFichier).toBe(`${number}.pdf`)
  await step()
  expect(await read()).toMatchObject({ state: 'deposited' })
  chorus.flowState = 'IN_INTEGRE'
  await step()
  await step()
  expect(await codes()).toEqual([200])
  const invoice = chorus.invoices.find(({ numeroFacture }) => numeroFacture === number)
  Object.assign(invoice ?? {}, { statut: 'REJETEE', motif: 'Engagement inconnu' })
  await step()
  expect(await read()).toMatchObject({
    state: 'rejected',
    status_code: 210,
    failure_text: 'Engagement inconnu',
  })
})

test('a flow that Chorus Pro rejects shows the reason', async () => {
  const { read } = await issue('public_body')
  await step()
  chorus.flowState = 'IN_REJETE'
  chorus.errors = [{ libelleErreurDP: 'SIRET du destinataire inconnu' }]
  await step()
  expect(await read()).toMatchObject({ state: 'rejected', failure_text: 'SIRET du destinataire inconnu' })
})

test('an unavailable platform is retried with increasing delay, and a document that it holds is never given up', async () => {
  const { read } = await issue('company')
  const unavailable = platforms({ deposit: () => Promise.reject(new Error('ECONNREFUSED')) })
  await step(unavailable)
  const first = (await read()).next_attempt_at as Date
  expect((first.getTime() - now.getTime()) / 1000).toBe(60)
  await step(unavailable)
  expect((((await read()).next_attempt_at as Date).getTime() - now.getTime()) / 1000).toBe(120)
  expect(await read()).toMatchObject({ state: 'waiting', failure_code: 'unavailable' })
})

test('a document issued long ago is not announced', async () => {
  const old = exampleDocument({ number: 'FAC-2025-000001', issuedOn: '2025-11-03', dueOn: '2025-12-03' })
  const documentId = await issueDocument(
    sql,
    { sellingEntityId: seller, organisationId: buyer.organisationId },
    old,
  )
  await planDelivery(systemTestContext(now), { documentId })
  expect(await sql`select 1 from document_deliveries where document_id = ${documentId}`).toHaveLength(0)
})
