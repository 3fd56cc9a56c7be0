import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeEstate } from '~/lib/compute/testing/estate'
import { newId } from '~/lib/kernel/ids'
import type { OpContext, StaffRole } from '~/lib/kernel/op-context'
import { setConnection } from '../delivery/set-connection'
import { changeBillingSeller, readBillingSeller } from '../invoices/define-seller'
import { makeSeller } from '../testing/seller'

process.env.ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64')
const database = useTestDatabase()
const at = new Date('2026-11-10T09:00:00Z')
const iban = 'FR1420041010050500013M02606'
let sql: postgres.Sql
let proposer: OpContext

async function makeStaff(email: string, roles: StaffRole[], more: { locale?: string; closed?: Date } = {}) {
  const id = newId('staff')
  await sql`insert into staff_accounts (id, email, full_name, password_hash, roles, locale, disabled_at, created_at)
    values (${id}, ${email}, 'Ada Martin', '-', ${roles}, ${more.locale ?? 'fr'}, ${more.closed ?? null}, ${at})`
  return staffTestContext(id, roles, at)
}

beforeAll(async () => {
  sql = postgres(database.current.roleUrl('andromede_migrator'), { max: 1, onnotice: () => undefined })
  await makeEstate(database.current)
  await makeSeller(database.current)
  proposer = await makeStaff('ada@andromede.example', ['accountant'])
  await makeStaff('Ada+2@andromede.example', ['administrator'])
  await makeStaff('luc@andromede.example', ['accountant'])
  await makeStaff('zoe@andromede.example', ['support', 'administrator'], { locale: 'en' })
  await makeStaff('parti@andromede.example', ['accountant'], { closed: at })
  await makeStaff('aide@andromede.example', ['support', 'auditor', 'moderator', 'capacity'])
})
afterAll(() => sql?.end())
beforeEach(() => sql`delete from mail_messages`)

const mails = () => sql<{ recipient: string; subject: string; text: string; html: string }[]>`
  select recipient, subject, text_body as text, html_body as html from mail_messages
  where template = 'seller-change-waiting' order by recipient`
async function propose(set: { iban?: string; bic?: string; fourEyesFromEuros?: number }, ctx = proposer) {
  const seller = await readBillingSeller(ctx)
  if (!seller) throw new Error('the seller is declared')
  const { legalName: _, ...facts } = seller
  return changeBillingSeller(ctx, { ...facts, ...set })
}

test('staff who may decide have a mail: not the proposer, the same mailbox, closed accounts or other roles', async () => {
  expect(await propose({ iban, bic: 'PSSTFRPP' })).toEqual({ outcome: 'proposed' })
  const sent = await mails()
  expect(sent.map(({ recipient, subject }) => [recipient, subject])).toEqual([
    ['luc@andromede.example', 'Un changement attend votre accord'],
    ['zoe@andromede.example', 'A change is waiting for your approval'],
  ])
  expect(sent[0]?.text).toContain('Ada Martin propose de changer le compte du vendeur')
  expect(sent[0]?.text).toContain('http://operator.test/operator/billing/seller')
})

test('the mail shows the last four characters of the proposed account and no more', async () => {
  await propose({ iban: 'FR7610107001011234567890129', bic: 'BREDFRPP', fourEyesFromEuros: 77 })
  for (const { text, html, subject } of await mails()) {
    expect(text).toMatch(/0129\b/)
    for (const part of [text, html, subject])
      expect(part).not.toMatch(/FR76|1010|7890129|BREDFRPP|2606|\b77\b/)
  }
  await sql`delete from mail_messages`
  await propose({ fourEyesFromEuros: 78 })
  for (const { text } of await mails()) expect(text).not.toContain('IBAN')
})

test('a proposed connection is announced without its address and secrets', async () => {
  await setConnection(proposer, {
    channel: 'chorus_pro',
    baseUrl: 'https://chorus.example',
    tokenUrl: 'https://chorus.example/token',
    clientId: 'identifiant-client',
    clientSecret: 'tres-secret',
    account: 'login:mot-de-passe',
  })
  const [mail] = await mails()
  expect(mail?.text).toContain('le raccordement à Chorus Pro')
  expect(mail?.text).toContain('http://operator.test/operator/billing/e-invoices')
  expect(`${mail?.text}${mail?.html}`).not.toMatch(/chorus\.example|identifiant-client|secret|login|v1\./)
})

test('what one person may change alone is announced to nobody', async () => {
  const seller = await readBillingSeller(proposer)
  if (!seller) throw new Error('the seller is declared')
  const { legalName: _, ...facts } = seller
  expect(await changeBillingSeller(proposer, { ...facts, vatOnDebits: !facts.vatOnDebits })).toEqual({
    outcome: 'saved',
  })
  expect(await mails()).toEqual([])
})
