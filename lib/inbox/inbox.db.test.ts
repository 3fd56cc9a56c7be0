import { PostgresJsSession } from 'drizzle-orm/postgres-js'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { memberTestContext, staffTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { issueInvoice } from '~/lib/billing/testing/issue-invoice'
import type { TestZone } from '~/lib/datacentre/testing/datacenter'
import { addSshKey } from '~/lib/identity'
import { newId } from '~/lib/kernel/ids'
import type { MemberRole, OpContext } from '~/lib/kernel/op-context'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { periodOf } from '~/lib/kernel/time/paris-month'
import {
  addSignatureRule,
  decideOrder,
  delegateApproval,
  placeOrder,
  readApprovals,
  withdrawOrder,
} from '~/lib/ordering'
import { serverOrder, type TestCatalogue } from '~/lib/ordering/testing/order-world'
import { useOrderWorld } from '~/lib/ordering/testing/use-order-world'
import { answerCustomer, answerTicket, openTicket } from '~/lib/support'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import { makeStaff } from '~/testing/staff'
import type { InboxKind } from './client'
import { readFrame, readInbox } from './index'

const database = useTestDatabase()
const { sql } = database
const world = useOrderWorld(database, { count: 6, vcpu: 50 })
let zone: TestZone
let catalogue: TestCatalogue
let made = 0
beforeAll(() => {
  ;({ zone, catalogue } = world)
})

const roles: readonly MemberRole[] = ['owner', 'technical', 'approver', 'billing', 'reader', 'guest']
/** An organisation with one more member of each role. */
async function makeTeam() {
  const buyer = await makeBuyer(sql)
  const members = {} as Record<MemberRole, Awaited<ReturnType<typeof addMember>>>
  for (const role of roles) members[role] = await addMember(sql, buyer, role)
  return { buyer, members }
}
type Team = Awaited<ReturnType<typeof makeTeam>>

const kindsOf = async (ctx: OpContext) => (await readInbox(ctx)).items.map(({ kind }) => kind)
/** The roles that see an item of this kind. */
async function seenBy({ members }: Team, kind: InboxKind, now = testNow): Promise<MemberRole[]> {
  const seen = await Promise.all(
    roles.map(async (role) => (await kindsOf(members[role].as(now))).includes(kind)),
  )
  return roles.filter((_, index) => seen[index])
}
const addUsedPurchaseOrder = ({ organisationId, accountId }: TestBuyer) => {
  const today = parisDay(testNow)
  return sql`insert into purchase_orders (id, organisation_id, number, ceiling_cents, starts_on, ends_on, alerted_percent, created_at, created_by_account_id)
    values (${newId('purchaseOrder')}, ${organisationId}, 'BC-1', 100000, ${addDays(today, -1)}, ${addDays(today, 29)}, 70, ${testNow}, ${accountId})`
}
const addKey = (ctx: OpContext) =>
  addSshKey(ctx, {
    name: `key-${++made}`,
    publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBq8Z0yZpX1f3bLr4n7mJb1cG0n2Jw0Zr3k8dGQ2vT5x',
  })
const order = (ctx: OpContext, also: { asQuote?: { validDays: number } } = {}) => {
  made += 1
  return placeOrder(ctx, { ...serverOrder(zone, catalogue, { name: `srv-${made}x` }), ...also })
}

/** The slow way, order by order: what each of these people may decide. */
async function expectLikeApprovals({ members }: Team, now = testNow) {
  for (const role of roles) {
    const ctx = members[role].as(now)
    const { waiting } = await readApprovals(ctx)
    const slow = waiting.filter(({ mayDecide }) => mayDecide).map(({ orderId }) => orderId)
    const { items } = await readInbox(ctx)
    const quick = items.flatMap((item) => (item.kind === 'approval' ? [item.orderId] : []))
    expect([role, quick.sort()]).toEqual([role, slow.sort()])
  }
}

describe('decisions', () => {
  test('an order waits for those who may approve it, never for who placed it, until one has', async () => {
    const team = await makeTeam()
    const { buyer, members } = team
    await addSignatureRule(buyer.as(), { from: 1n, approvals: 1 })
    const held = await order(members.owner.as())
    if (held.outcome !== 'held') throw new Error(held.outcome)
    expect(await seenBy(team, 'approval')).toEqual(['approver'])
    const [item] = (await readInbox(buyer.as())).items.filter(({ kind }) => kind === 'approval')
    if (item?.kind !== 'approval') throw new Error('the other owner sees it')
    expect(item).toMatchObject({ orderId: held.orderId, placedBy: 'owner' })
    // The frame of each page has the same list.
    expect((await readFrame(buyer.as())).inbox).toEqual(await readInbox(buyer.as()))
    const { orderId, contentHash } = item
    await decideOrder(members.approver.as(), { orderId, contentHash, decision: 'approved', reason: '' })
    expect(await seenBy(team, 'approval')).toEqual([])
    expect(await kindsOf(buyer.as())).not.toContain('approval')
  })

  test('a delegate sees it in the delegated days only, and no one once it has expired', async () => {
    const team = await makeTeam()
    const { buyer, members } = team
    await addSignatureRule(buyer.as(), { from: 1n, approvals: 1 })
    await order(members.technical.as())
    const today = parisDay(testNow)
    await delegateApproval(members.approver.as(), {
      memberId: members.reader.memberId,
      startsOn: today,
      endsOn: today,
    })
    expect(await seenBy(team, 'approval')).toEqual(['owner', 'approver', 'reader'])
    await expectLikeApprovals(team)
    const tomorrow = addSeconds(testNow, 86_400)
    expect(await seenBy(team, 'approval', tomorrow)).toEqual(['owner', 'approver'])
    await expectLikeApprovals(team, tomorrow)
    expect(await seenBy(team, 'approval', addSeconds(testNow, 400 * 86_400))).toEqual([])
  })

  test('an order of two approvals waits for the second after the first, also with the exception for one’s own', async () => {
    const team = await makeTeam()
    const { buyer, members } = team
    await addSignatureRule(buyer.as(), { from: 1n, approvals: 2 })
    for (const role of ['owner', 'technical'] as const) await order(members[role].as())
    await expectLikeApprovals(team)
    const { items } = await readInbox(members.approver.as())
    for (const item of items)
      if (item.kind === 'approval')
        await decideOrder(members.approver.as(), {
          orderId: item.orderId,
          contentHash: item.contentHash,
          decision: 'approved',
          reason: '',
        })
    await expectLikeApprovals(team)
    expect(await seenBy(team, 'approval')).toEqual(['owner'])
    await sql`insert into self_approvals (organisation_id, reason, allowed_by_account_id, allowed_at)
      values (${buyer.organisationId}, 'Seule', ${buyer.accountId}, ${testNow})`
    await expectLikeApprovals(team)
  })

  test('a guest who approves in a project sees its orders, and no budget or purchase order', async () => {
    const team = await makeTeam()
    const { buyer, members } = team
    await addSignatureRule(buyer.as(), { from: 1n, approvals: 1 })
    await order(members.technical.as())
    const guest = memberTestContext(members.guest.accountId, {
      organisationId: buyer.organisationId,
      role: 'guest',
      projectRoles: { [buyer.projectId]: 'approver' },
    })
    await sql`insert into project_roles (organisation_id, project_id, member_id, role, granted_at)
      values (${buyer.organisationId}, ${buyer.projectId}, ${members.guest.memberId}, 'approver', ${testNow})`
    await addUsedPurchaseOrder(buyer)
    expect(await kindsOf(guest)).toEqual(['approval'])
    expect(await kindsOf(buyer.as())).toContain('purchase_order')
  })

  test('a suspended organisation has no decision to make', async () => {
    const { buyer, members } = await makeTeam()
    await addSignatureRule(buyer.as(), { from: 1n, approvals: 1 })
    await order(members.technical.as())
    const suspended = memberTestContext(members.approver.accountId, {
      organisationId: buyer.organisationId,
      role: 'approver',
      organisationState: 'suspended',
    })
    expect(await kindsOf(suspended)).toEqual([])
  })

  test('a quote waits for its signers until it is withdrawn', async () => {
    const team = await makeTeam()
    const { members } = team
    const held = await order(members.technical.as(), { asQuote: { validDays: 10 } })
    if (held.outcome !== 'quoted') throw new Error(held.outcome)
    expect(await seenBy(team, 'signature')).toEqual(['owner', 'approver'])
    const { items } = await readInbox(members.approver.as())
    expect(items.find(({ kind }) => kind === 'signature')).toMatchObject({ placedBy: 'technical' })
    await withdrawOrder(members.technical.as(), { id: held.orderId })
    expect(await seenBy(team, 'signature')).toEqual([])
  })
})

test('servers, keys and alerts wait for those who operate', async () => {
  const team = await makeTeam()
  const { buyer, members } = team
  expect(await seenBy(team, 'no_key')).toEqual(['owner', 'technical'])
  await addKey(members.technical.as())
  expect(await seenBy(team, 'no_key')).toEqual([])
  const placed = await order(buyer.as())
  if (placed.outcome !== 'accepted') throw new Error(placed.outcome)
  const { organisationId } = buyer
  await sql`update instances set state = 'failed' where organisation_id = ${organisationId}`
  expect(await seenBy(team, 'failed_server')).toEqual(['owner', 'technical'])
  await sql`update instances set state = 'running', running_since = ${testNow} where organisation_id = ${organisationId}`
  const [server] = await sql`select id from instances where organisation_id = ${organisationId}`
  await sql`insert into instance_probes (id, organisation_id, instance_id, name, protocol, port, alert_after, alerts_by_mail, created_at, created_by_account_id, next_look_at, failures, alerted_at)
    values (${newId('instanceProbe')}, ${organisationId}, ${server?.id}, 'http', 'tcp', 80, 1, false, ${testNow}, ${buyer.accountId}, ${testNow}, 3, ${testNow})`
  expect(await seenBy(team, 'alarm')).toEqual(['owner', 'technical'])
  expect((await readInbox(buyer.as())).items.find(({ kind }) => kind === 'alarm')).toMatchObject({
    id: server?.id,
    probes: 1,
    since: testNow.toISOString().replace('.000', ''),
  })
})

describe('money', () => {
  async function issue({ organisationId }: TestBuyer, dueOn: string, grossCents = 12_000n) {
    made += 1
    return issueInvoice(sql, organisationId, { number: `FAC-T-${made}`, grossCents, dueOn })
  }
  const yesterday = addDays(parisDay(testNow), -1)

  test('a late invoice waits for those who pay; not one that is due, collected or held by staff', async () => {
    const team = await makeTeam()
    const { buyer } = team
    await issue(buyer, addDays(yesterday, 1))
    expect(await seenBy(team, 'overdue')).toEqual([])
    const [older, held] = [await issue(buyer, addDays(yesterday, -30)), await issue(buyer, yesterday)]
    const newer = await issue(buyer, yesterday, 1_200n)
    const { id: staffId } = await makeHolder()
    await sql`insert into dunning_holds (document_id, organisation_id, reason, held_by_staff_id, held_at)
      values (${held}, ${buyer.organisationId}, 'Contestée', ${staffId}, now())`
    expect(await seenBy(team, 'overdue')).toEqual(['owner', 'billing'])
    const overdue = async () => (await readInbox(buyer.as())).items.find(({ kind }) => kind === 'overdue')
    const expected = { documents: [older, newer], openCents: '13200', dueOn: addDays(yesterday, -30) }
    expect(await overdue()).toEqual({ kind: 'overdue', ...expected, isFormal: false })
    await sql`insert into dunning_steps (organisation_id, document_id, step, taken_on, taken_at, outcome, open_cents, interest_cents, fee_cents)
      values (${buyer.organisationId}, ${newer}, 'formal_notice', ${yesterday}, now(), 'sent', 1200, 0, 4000)`
    expect(await overdue()).toMatchObject({ isFormal: true })
    // Why it is held stays with staff.
    expect(JSON.stringify(await readInbox(buyer.as()))).not.toContain('Contestée')
  })
  const makeHolder = async () => ({ id: (await makeStaff(sql, ['accountant'])).staffId })

  test('a reached budget and a nearly used purchase order are known to those who pay or approve', async () => {
    const team = await makeTeam()
    const { organisationId } = team.buyer
    const budgetId = newId('budget')
    await sql`insert into budgets (id, organisation_id, name, monthly_cents, thresholds, is_hard, created_at)
      values (${budgetId}, ${organisationId}, 'Tout', 10000, '{50,90}', false, ${testNow})`
    expect(await seenBy(team, 'budget')).toEqual([])
    for (const threshold of [50, 90])
      await sql`insert into budget_alerts (budget_id, organisation_id, month, threshold, spent_cents, reached_at)
        values (${budgetId}, ${organisationId}, ${periodOf(testNow)}, ${threshold}, 9100, ${testNow})`
    expect(await seenBy(team, 'budget')).toEqual(['owner', 'approver', 'billing'])
    expect((await readInbox(team.buyer.as())).items.find(({ kind }) => kind === 'budget')).toMatchObject({
      name: 'Tout',
      percent: 90,
    })
    await addUsedPurchaseOrder(team.buyer)
    expect(await seenBy(team, 'purchase_order')).toEqual(['owner', 'approver', 'billing'])
    expect(await seenBy(team, 'purchase_order', addSeconds(testNow, 60 * 86_400))).toEqual([])
  })
})

test('a ticket in which support waits for an answer waits for those who may write it', async () => {
  const team = await makeTeam()
  const { members } = team
  const { ticketId } = await openTicket(members.technical.as(), {
    subject: 'Le serveur ne répond plus',
    category: 'incident',
    impact: 'degraded',
    body: 'Depuis ce matin.',
    files: [],
  })
  expect(await seenBy(team, 'ticket')).toEqual([])
  const agent = staffTestContext((await makeStaff(sql, ['support'])).staffId, ['support'])
  await answerCustomer(agent, { ticketId, body: 'Quelle adresse ?', leaves: 'waiting', files: [] })
  expect(await seenBy(team, 'ticket')).toEqual(['owner', 'technical', 'approver'])
  await answerTicket(members.technical.as(), { ticketId, body: '10.1.2.3', files: [] })
  expect(await seenBy(team, 'ticket')).toEqual([])
})

test('an organisation sees nothing of another', async () => {
  const [ours, theirs] = [await makeTeam(), await makeTeam()]
  await addSignatureRule(ours.buyer.as(), { from: 1n, approvals: 1 })
  await order(ours.members.technical.as())
  await addKey(theirs.buyer.as())
  for (const role of roles) expect(await kindsOf(theirs.members[role].as())).toEqual([])
})

test('a frame around a page on which nothing waits takes five statements at most', async () => {
  const { buyer } = await makeTeam()
  await addKey(buyer.as())
  // The month's cost is read once a minute.
  await readFrame(buyer.as())
  const statements = vi.spyOn(PostgresJsSession.prototype, 'prepareQuery')
  const { inbox, news } = await readFrame(buyer.as())
  const asked = statements.mock.calls.length
  statements.mockRestore()
  expect([inbox.items, news.incidents, news.maintenance, news.silent]).toEqual([[], [], [], []])
  expect(asked).toBeGreaterThan(0)
  expect(asked).toBeLessThanOrEqual(5)
})
