import { beforeAll, beforeEach, expect, test } from 'vitest'
import { staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext, StaffRole } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { makeEstate } from '~/testing/estate'
import { grantConcession } from '../concessions/grant-concession'
import { setConnection } from '../delivery/set-connection'
import { changeBillingSeller, readBillingSeller } from '../invoices/define-seller'
import { makeSeller } from '../testing/seller'
import { decideSellerChange } from './decide-change'
import { listSellerChanges } from './list-changes'
import { listPendingDecisions } from './list-pending-decisions'
import { withdrawSellerChange } from './withdraw-change'

process.env.ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64')
const { sql } = useTestDatabase()
const at = new Date('2026-11-10T09:00:00Z')
const iban = 'FR1420041010050500013M02606'
let proposer: OpContext
let twin: OpContext
let another: OpContext
let organisationId: Id<'organisation'>

async function makeStaff(email: string, roles: StaffRole[], more: { locale?: string; closed?: Date } = {}) {
  const id = newId('staff')
  await sql`insert into staff_accounts (id, email, full_name, password_hash, roles, locale, disabled_at, created_at)
    values (${id}, ${email}, 'Ada Martin', '-', ${roles}, ${more.locale ?? 'fr'}, ${more.closed ?? null}, ${at})`
  return staffTestContext(id, roles, at)
}

beforeAll(async () => {
  organisationId = (await makeEstate(sql)).own.organisationId
  await makeSeller(sql)
  proposer = await makeStaff('ada@andromede.example', ['accountant'])
  twin = await makeStaff('Ada+2@andromede.example', ['administrator'])
  another = await makeStaff('luc@andromede.example', ['accountant'])
  await makeStaff('zoe@andromede.example', ['support', 'administrator'], { locale: 'en' })
  await makeStaff('parti@andromede.example', ['accountant'], { closed: at })
  await makeStaff('aide@andromede.example', ['support', 'auditor', 'moderator', 'capacity'])
})
beforeEach(() => sql`delete from mail_messages`)

const mails = () => sql<{ recipient: string; subject: string; text: string; html: string }[]>`
  select recipient, subject, text_body as text, html_body as html from mail_messages
  where template = 'second-person-awaited' order by recipient`
/** The same person some minutes later, with a fresh proof of identity. */
const later = (ctx: OpContext, minutes: number): OpContext => {
  if (ctx.actor.kind !== 'staff') throw new Error('a member of staff')
  return staffTestContext(ctx.actor.staffId, [...ctx.actor.roles], addSeconds(at, minutes * 60))
}
async function propose(set: { iban?: string; bic?: string; fourEyesFromEuros?: number }, ctx = proposer) {
  const seller = await readBillingSeller(ctx)
  if (!seller) throw new Error('the seller is declared')
  const { legalName: _, ...facts } = seller
  return changeBillingSeller(ctx, { ...facts, ...set })
}

test('a proposal is mailed to staff who may decide it, not to the proposer, the same mailbox, closed accounts or other roles', async () => {
  expect(await propose({ iban, bic: 'PSSTFRPP' })).toEqual({ outcome: 'proposed' })
  const sent = await mails()
  expect(sent.map(({ recipient, subject }) => [recipient, subject])).toEqual([
    ['luc@andromede.example', 'Une proposition attend votre accord'],
    ['zoe@andromede.example', 'A proposal is waiting for your approval'],
  ])
  expect(sent[0]?.text).toContain('Ada Martin propose de changer le compte du vendeur')
  expect(sent[0]?.text).toContain('http://operator.test/operator/billing/seller')
})

test('the mail shows only the last four characters of the proposed account', async () => {
  const seller = { iban: 'FR7610107001011234567890129', bic: 'BREDFRPP', fourEyesFromEuros: 77 }
  await propose(seller, later(proposer, 10))
  for (const { text, html, subject } of await mails()) {
    expect(text).toMatch(/0129\b/)
    for (const part of [text, html, subject])
      expect(part).not.toMatch(/FR76|1010|7890129|BREDFRPP|2606|\b77\b/)
  }
  await sql`delete from mail_messages`
  await propose({ fourEyesFromEuros: 78 }, later(proposer, 20))
  for (const { text } of await mails()) expect(text).not.toContain('IBAN')
})

test('repeated proposals by one person cause one mail in ten minutes', async () => {
  for (let round = 0; round < 8; round += 1)
    await propose({ fourEyesFromEuros: 100 + round }, later(proposer, 60 + round))
  // Withdrawn by saving the current values, and proposed again.
  await propose({}, later(proposer, 68))
  await propose({ fourEyesFromEuros: 108 }, later(proposer, 69))
  const recipients = async () => (await mails()).map(({ recipient }) => recipient)
  const one = ['luc@andromede.example', 'zoe@andromede.example']
  expect(await recipients()).toEqual(one)
  for (let round = 0; round < 8; round += 1)
    await propose({ fourEyesFromEuros: 110 + round }, later(proposer, 70 + round))
  expect(await recipients()).toEqual([...one, ...one].sort())
  // A proposal by another person, or after a decision, is mailed again.
  await propose({ fourEyesFromEuros: 120 }, later(another, 78))
  expect(await recipients()).toContain('ada@andromede.example')
  const [waiting] = await listSellerChanges(proposer)
  await decideSellerChange(later(proposer, 78), {
    changeId: waiting?.id as Id<'sellerChange'>,
    decision: 'refused',
  })
  await sql`delete from mail_messages`
  await propose({ fourEyesFromEuros: 121 }, later(proposer, 79))
  expect(await recipients()).toEqual(one)
})

test('the mail states that its proposal replaces an earlier one', async () => {
  const open = (await listSellerChanges(proposer)).find(({ subject }) => subject === 'seller')
  await withdrawSellerChange(later(proposer, 90), { changeId: open?.id as Id<'sellerChange'> })
  await propose({ fourEyesFromEuros: 130 }, later(proposer, 100))
  for (const { text } of await mails()) expect(text).not.toMatch(/remplace|replaces/)
  await sql`delete from mail_messages`
  await propose({ fourEyesFromEuros: 131 }, later(proposer, 110))
  const [french, english] = await mails()
  expect(french?.text).toContain('Cette proposition remplace la précédente sur le même sujet')
  expect(english?.text).toContain('This proposal replaces the previous one about the same subject')
})

test('the mail about a proposed connection contains neither its address nor its secrets', async () => {
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

test('a change that one person may make alone causes no mail', async () => {
  const seller = await readBillingSeller(proposer)
  if (!seller) throw new Error('the seller is declared')
  const { legalName: _, ...facts } = seller
  expect(await changeBillingSeller(proposer, { ...facts, vatOnDebits: !facts.vatOnDebits })).toEqual({
    outcome: 'saved',
  })
  expect(await mails()).toEqual([])
})

test('a gesture above the limit is mailed to and listed for the other approvers only, one below it is not', async () => {
  const gesture = { organisationId, kind: 'gesture', reason: 'Panne du 3 novembre' } as const
  await grantConcession(proposer, { ...gesture, amount: 100n })
  expect(await mails()).toEqual([])
  await grantConcession(proposer, { ...gesture, amount: 90_000_000n })
  const [mail, ...others] = await mails()
  expect(others).toHaveLength(1)
  expect(mail?.text).toContain('Ada Martin propose un avoir ou un geste commercial.')
  expect(mail?.text).toContain('http://operator.test/operator/billing/concessions')
  expect(mail?.text).not.toMatch(/900|Panne/)
  const listed = await listPendingDecisions(another)
  expect(listed.at(-1)).toMatchObject({
    subject: 'concession',
    page: '/operator/billing/concessions',
    proposedBy: 'Ada Martin',
  })
  expect(listed.map(({ subject }) => subject).sort()).toEqual(['concession', 'connection_chorus_pro'])
  for (const samePerson of [proposer, twin]) expect(await listPendingDecisions(samePerson)).toEqual([])
  await expect(
    listPendingDecisions(staffTestContext(newId('staff'), ['support', 'auditor'], at)),
  ).rejects.toMatchObject({ code: 'forbidden' })
})
