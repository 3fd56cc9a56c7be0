import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addInstance } from '~/lib/resources/testing/resources'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { creditInvoice } from '../concessions/credit-invoice'
import { listConnections } from '../delivery/read-deliveries'
import { setConnection } from '../delivery/set-connection'
import { changeBillingSeller, defineBillingSeller, readBillingSeller } from '../invoices/define-seller'
import type { BillingSellerInput } from '../invoices/seller-schema'
import { setCreditor } from '../payments/set-creditor'
import { billOrganisation } from '../runs/bill-organisation'
import { makeAccountant } from '../testing/agree-changes'
import { makeSeller } from '../testing/seller'
import { decideSellerChange } from './decide-change'
import { listSellerChanges } from './list-changes'
import { withdrawSellerChange } from './withdraw-change'

process.env.ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64')
const database = useTestDatabase()
const { sql } = database
const at = new Date('2026-11-10T09:00:00Z')
let estate: Estate
let invoice: Id<'invoice'>
let first: OpContext
let second: OpContext

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 8, vcpu: 512 } })
  await makeSeller(sql)
  first = await makeAccountant(sql, at)
  second = await makeAccountant(sql, at)
  for (const _ of [1, 2]) await addInstance(estate, { bundle: 'wide', at: new Date('2026-10-01T10:00:00Z') })
  const { organisationId } = estate.own
  await billOrganisation(workerAt(new Date('2026-11-03T06:00:00Z')), {
    organisationId,
    period: '2026-10',
    mode: 'final',
  })
  const [row] = await sql<{ id: Id<'invoice'> }[]>`select id from billing_documents`
  if (!row) throw new Error('October was billed')
  invoice = row.id
})

const declared = async (ctx = first): Promise<BillingSellerInput> => {
  const seller = await readBillingSeller(ctx)
  if (!seller) throw new Error('the seller is declared')
  const { legalName: _, ...facts } = seller
  return facts
}
const change = async (set: Partial<BillingSellerInput>, ctx = first) =>
  changeBillingSeller(ctx, { ...(await declared()), ...set })
const waiting = async (ctx = second) => {
  const [only, ...others] = await listSellerChanges(ctx)
  if (!only || others.length > 0) throw new Error('one change waits')
  return only
}
const decide = (ctx: OpContext, changeId: Id<'sellerChange'>, decision: 'agreed' | 'refused' = 'agreed') =>
  decideSellerChange(ctx, { changeId, decision })
const iban = 'FR1420041010050500013M02606'

describe('the limit of one person', () => {
  test('does not take effect when an accountant raises it alone: a credit above it still needs a second approver', async () => {
    const whole = { documentId: invoice, reason: 'Geste' }
    expect(await change({ fourEyesFromEuros: 1_000_000 })).toEqual({ outcome: 'proposed' })
    expect((await declared()).fourEyesFromEuros).toBe(500)
    expect(await creditInvoice(first, whole)).toMatchObject({ outcome: 'proposed' })
    const { id, isOwn, needsAnother } = await waiting(first)
    expect({ isOwn, needsAnother }).toEqual({ isOwn: true, needsAnother: true })
    expect(await waiting(second)).toMatchObject({ isOwn: false, needsAnother: false })
    for (const decision of ['agreed', 'refused'] as const)
      await expect(decide(first, id, decision)).rejects.toMatchObject({
        code: 'forbidden',
        params: { reason: 'own_proposal' },
      })
    expect(await creditInvoice(first, whole)).toMatchObject({ outcome: 'proposed' })
    await decide(second, id, 'refused')
    expect((await declared()).fourEyesFromEuros).toBe(500)
  })

  test('is raised or lowered by two people, while one person changes the rest of the form', async () => {
    expect(await change({ vatOnDebits: false })).toEqual({ outcome: 'saved' })
    for (const fourEyesFromEuros of [10, 600]) {
      expect(await change({ fourEyesFromEuros, creditNotePrefix: 'AV' })).toEqual({ outcome: 'proposed' })
      expect(await declared()).toMatchObject({ vatOnDebits: false, creditNotePrefix: 'AV' })
      await decide(second, (await waiting()).id)
      expect(await declared()).toMatchObject({ fourEyesFromEuros, vatOnDebits: false })
    }
    const [events] = await sql<{ count: number }[]>`
      select count(*)::int as count from audit_events where event in ('seller_change.proposed', 'seller_change.agreed')`
    expect(events?.count).toBeGreaterThanOrEqual(4)
  })

  test('is not raised by a second account with the same mailbox', async () => {
    const twin = await makeAccountant(sql, at)
    const [a, b] = [first, twin].map(({ actor }) => (actor.kind === 'staff' ? actor.staffId : ''))
    await sql`update staff_accounts set email = 'compta@andromede.example' where id = ${a ?? ''}`
    await sql`update staff_accounts set email = 'Compta+2@andromede.example' where id = ${b ?? ''}`
    await change({ fourEyesFromEuros: 900 })
    const { id } = await waiting()
    expect(await waiting(twin)).toMatchObject({ isOwn: false, needsAnother: true })
    await expect(decide(twin, id)).rejects.toMatchObject({ params: { reason: 'same_mailbox' } })
    await decide(second, id, 'refused')
  })
})

describe('the account of the seller', () => {
  test('is printed unchanged until a second approver accepts the very proposal they saw', async () => {
    const before = (await declared()).iban
    await change({ iban, bic: 'PSSTFRPP' })
    const seen = await waiting()
    expect(seen.facts.map(({ name }) => name).sort()).toEqual(['bic', 'iban'])
    // In the meantime the proposer replaces it by an unreviewed account.
    await change({ accountHolder: 'Quelqu’un d’autre' })
    await expect(decide(second, seen.id)).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'change_decided' },
    })
    expect((await declared()).iban).toBe(before)
    await decide(second, (await waiting()).id, 'refused')
  })

  test('takes effect once when two people accept at the same time', async () => {
    await change({ iban, bic: 'PSSTFRPP' })
    const { id } = await waiting()
    const third = await makeAccountant(sql, at)
    const ended = await Promise.allSettled([decide(second, id), decide(third, id)])
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await declared()).toMatchObject({ iban, bic: 'PSSTFRPP' })
    const events =
      await sql`select 1 from audit_events where event = 'seller_change.agreed' and subject_id = ${id}`
    expect(events).toHaveLength(1)
  })

  test('an earlier proposal cannot be accepted after the command line changed the account', async () => {
    await change({ accountHolder: 'Andromède Encaissements' })
    const { id } = await waiting()
    await defineBillingSeller(
      { ...workerAt(at), surface: 'operator' },
      { ...(await declared()), fourEyesFromEuros: 50 },
    )
    await expect(decide(second, id)).rejects.toMatchObject({ params: { reason: 'changed_meanwhile' } })
    await decide(second, id, 'refused')
    expect(await declared()).toMatchObject({ fourEyesFromEuros: 50, accountHolder: 'Andromède Cloud' })
  })
})

test('the creditor is declared by one person the first time and changed by two', async () => {
  expect(await setCreditor(first, { identifier: 'FR72ZZZ123456', noticeDays: 14 })).toEqual({
    outcome: 'saved',
  })
  expect(await setCreditor(first, { identifier: 'FR72ZZZ123456', noticeDays: 5 })).toEqual({
    outcome: 'saved',
  })
  expect(await setCreditor(first, { identifier: 'FR72ZZZ654321', noticeDays: 7 })).toEqual({
    outcome: 'proposed',
  })
  const inForce = () => sql`select creditor_identifier as identifier, notice_days as days from creditors`
  expect(await inForce()).toMatchObject([{ identifier: 'FR72ZZZ123456', days: 7 }])
  await decide(second, (await waiting()).id)
  expect(await inForce()).toMatchObject([{ identifier: 'FR72ZZZ654321', days: 7 }])
})

test('the proposer withdraws a change by saving the current values, or explicitly', async () => {
  const open = () => listSellerChanges(second)
  await change({ accountHolder: 'Andromède Erreur' })
  const wrong = await waiting()
  // Another person who saves the rest of the form leaves the proposal unchanged.
  await change({}, second)
  expect(await open()).toHaveLength(1)
  await change({})
  expect(await open()).toEqual([])
  await expect(decide(second, wrong.id)).rejects.toMatchObject({ params: { reason: 'change_decided' } })

  await setCreditor(first, { identifier: 'FR72ZZZ111111', noticeDays: 7 })
  expect(await open()).toHaveLength(1)
  await setCreditor(first, { identifier: 'FR72ZZZ654321', noticeDays: 7 })
  expect(await open()).toEqual([])

  await setCreditor(first, { identifier: 'FR72ZZZ111111', noticeDays: 7 })
  const { id: changeId } = await waiting()
  await expect(withdrawSellerChange(second, { changeId })).rejects.toMatchObject({ code: 'forbidden' })
  await withdrawSellerChange(first, { changeId })
  expect(await open()).toEqual([])
  await expect(withdrawSellerChange(first, { changeId })).rejects.toMatchObject({ code: 'state_forbids' })
  const events = await sql`select 1 from audit_events where event = 'seller_change.withdrawn'`
  expect(events).toHaveLength(3)
})

test('e-invoices go to a new address only after a second approver accepts it, also the first time', async () => {
  const connection = {
    channel: 'chorus_pro',
    baseUrl: 'https://chorus.example',
    tokenUrl: 'https://chorus.example/token',
    clientId: 'andromede',
    clientSecret: 'tres-secret',
    account: 'login:mot-de-passe',
  } as const
  await setConnection(first, connection)
  expect((await listConnections(first)).every(({ settings }) => settings === null)).toBe(true)
  const { id, hasSecret } = await waiting()
  expect(hasSecret).toBe(true)
  expect(JSON.stringify(await listSellerChanges(second))).not.toContain('k2.')
  await decide(second, id)
  expect(await listConnections(first)).toContainEqual({
    channel: 'chorus_pro',
    settings: expect.objectContaining({ baseUrl: connection.baseUrl, clientId: 'andromede' }),
  })
})

test('the operator site can neither change a proposal, nor read its secrets, nor connect a platform by itself', async () => {
  await setConnection(first, {
    channel: 'platform',
    baseUrl: 'https://pa.example',
    tokenUrl: 'https://pa.example/token',
    clientId: 'andromede',
    clientSecret: 'tres-secret',
  })
  const { id } = await waiting()
  const site = database.sqlAs('andromede_operator')
  const own = first.actor.kind === 'staff' ? first.actor.staffId : ''
  await expect(site`select sealed from seller_changes`).rejects.toThrow(/permission denied/)
  await expect(site`update seller_changes set after = '{}' where id = ${id}`).rejects.toThrow(
    /permission denied/,
  )
  await expect(site`delete from seller_changes`).rejects.toThrow(/permission denied/)
  await expect(site`select app.apply_sealed_change(${id}, now())`).rejects.toThrow(/not agreed/)
  await expect(
    site`update seller_changes set state = 'agreed', decided_by_staff_id = ${own}, decided_at = now() where id = ${id}`,
  ).rejects.toThrow(/seller_changes_two_people/)
  await expect(
    site`insert into card_providers (selling_entity_id, base_url, secret_sealed, is_on, updated_at) values ('x', 'x', 'x', true, now())`,
  ).rejects.toThrow(/permission denied/)
  await decide(second, id, 'refused')
  await expect(sql`update seller_changes set state = 'agreed' where id = ${id}`).rejects.toThrow(
    /decided once/,
  )
})

test('billing staff read pending decisions, and accountants decide them', async () => {
  const auditor: OpContext = {
    ...first,
    actor: {
      kind: 'staff',
      staffId: newId('staff'),
      sessionHash: 'x',
      roles: ['auditor'],
      secondFactorAt: at,
    },
  }
  expect(await listSellerChanges(auditor)).toEqual([])
  await expect(decide(auditor, newId('sellerChange'))).rejects.toMatchObject({ code: 'forbidden' })
  const stale: OpContext = { ...second, now: addSeconds(at, 3_600) }
  await expect(decide(stale, newId('sellerChange'))).rejects.toMatchObject({
    code: expect.stringMatching(/^(proof_required|unauthenticated)$/),
  })
  await expect(decide(second, newId('sellerChange'))).rejects.toMatchObject({ code: 'not_found' })
})
