import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext, StaffRole } from '~/lib/kernel/op-context'
import { makeEstate } from '~/lib/resources/testing/estate'
import { grantConcession } from '../concessions/grant-concession'
import { setConnection } from '../delivery/set-connection'
import { changeBillingSeller, readBillingSeller } from '../invoices/define-seller'
import { makeSeller } from '../testing/seller'
import { listAwaitedDecisions } from './list-awaited'

process.env.ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64')
const database = useTestDatabase()
const at = new Date('2026-11-10T09:00:00Z')
const iban = 'FR1420041010050500013M02606'
let sql: postgres.Sql
let proposer: OpContext
let another: OpContext
let organisationId: Id<'organisation'>

async function makeStaff(email: string, roles: StaffRole[], more: { locale?: string; closed?: Date } = {}) {
  const id = newId('staff')
  await sql`insert into staff_accounts (id, email, full_name, password_hash, roles, locale, disabled_at, created_at)
    values (${id}, ${email}, 'Ada Martin', '-', ${roles}, ${more.locale ?? 'fr'}, ${more.closed ?? null}, ${at})`
  return staffTestContext(id, roles, at)
}

beforeAll(async () => {
  sql = postgres(database.current.roleUrl('andromede_migrator'), { max: 1, onnotice: () => undefined })
  organisationId = (await makeEstate(database.current)).own.organisationId
  await makeSeller(database.current)
  proposer = await makeStaff('ada@andromede.example', ['accountant'])
  await makeStaff('Ada+2@andromede.example', ['administrator'])
  another = await makeStaff('luc@andromede.example', ['accountant'])
  await makeStaff('zoe@andromede.example', ['support', 'administrator'], { locale: 'en' })
  await makeStaff('parti@andromede.example', ['accountant'], { closed: at })
  await makeStaff('aide@andromede.example', ['support', 'auditor', 'moderator', 'capacity'])
})
afterAll(() => sql?.end())
beforeEach(() => sql`delete from mail_messages`)

const mails = () => sql<{ recipient: string; subject: string; text: string; html: string }[]>`
  select recipient, subject, text_body as text, html_body as html from mail_messages
  where template = 'second-person-awaited' order by recipient`
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
    ['luc@andromede.example', 'Une proposition attend votre accord'],
    ['zoe@andromede.example', 'A proposal is waiting for your approval'],
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

test('a gesture above the limit is announced and listed for others alone, one below it is not', async () => {
  const gesture = { organisationId, kind: 'gesture', reason: 'Panne du 3 novembre' } as const
  await grantConcession(proposer, { ...gesture, amount: 100n })
  expect(await mails()).toEqual([])
  await grantConcession(proposer, { ...gesture, amount: 90_000_000n })
  const [mail, ...others] = await mails()
  expect(others).toHaveLength(1)
  expect(mail?.text).toContain('Ada Martin propose un avoir ou un geste commercial.')
  expect(mail?.text).toContain('http://operator.test/operator/billing/concessions')
  expect(mail?.text).not.toMatch(/900|Panne/)
  const listed = await listAwaitedDecisions(another)
  expect(listed.at(-1)).toMatchObject({
    subject: 'concession',
    page: '/operator/billing/concessions',
    proposedBy: 'Ada Martin',
  })
  expect(listed.map(({ subject }) => subject).sort()).toEqual(['concession', 'connection_chorus_pro'])
  expect(await listAwaitedDecisions(proposer)).toEqual([])
  await expect(
    listAwaitedDecisions(staffTestContext(newId('staff'), ['support', 'auditor'], at)),
  ).rejects.toMatchObject({ code: 'forbidden' })
})
