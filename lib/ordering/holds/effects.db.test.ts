import { expect, test } from 'vitest'
import { memberTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { createBudget, readBudgets } from '~/lib/budgets'
import { createProject, setProjectRoles } from '~/lib/identity'
import { makeBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import {
  addSignatureRule,
  createPurchaseOrder,
  decideOrder,
  getOrder,
  getPurchaseOrder,
  getQuote,
  placeOrder,
} from '../index'
import { serverOrder } from '../testing/order-world'
import { useOrderWorld } from '../testing/use-order-world'

const database = useTestDatabase()
const world = useOrderWorld(database, { count: 6, vcpu: 50 })
const year = { number: 'BC-14', startsOn: '2026-11-01', endsOn: '2026-12-31' }

test('an approver sees what budgets and purchase orders show before and after the decision', async () => {
  const { sql } = database
  const buyer = await makeBuyer(sql)
  const approver = await addMember(sql, buyer, 'approver')
  const owner = buyer.as()
  const { purchaseOrderId } = await createPurchaseOrder(owner, { ...year, ceiling: 90_000n })
  const other = await createProject(owner, { name: 'Autre', sharePercent: '0' })
  const budget = (name: string, more = {}) =>
    createBudget(owner, { name, monthlyEuros: 100, thresholds: [80], isHard: false, ...more })
  await budget('tout')
  await budget('le sien', { projectId: buyer.projectId })
  await budget('un autre', { projectId: other.id })
  const order = (name: string) =>
    serverOrder(world.zone, world.catalogue, { name, costReferences: { purchaseOrderNumber: year.number } })
  await placeOrder(owner, order('premier'))
  const committed = async (name: string) =>
    (await readBudgets(owner)).find((each) => each.name === name)?.committedCents
  const used = async () => (await getPurchaseOrder(owner, { id: purchaseOrderId })).committedCents
  const before = { tout: await committed('tout'), sien: await committed('le sien'), order: await used() }

  await addSignatureRule(owner, { from: 1n, approvals: 1 })
  const placed = await placeOrder(owner, order('second'))
  if (placed.outcome !== 'held') throw new Error(placed.outcome)
  const { hold } = await getOrder(approver.as(), { id: placed.orderId })
  if (!hold) throw new Error('it waits')
  await decideOrder(approver.as(), {
    orderId: placed.orderId,
    contentHash: hold.contentHash,
    decision: 'approved',
    reason: '',
  })
  expect(hold.effects).toEqual([
    {
      kind: 'purchase_order',
      name: 'BC-14',
      limitCents: '90000',
      beforeCents: before.order,
      afterCents: await used(),
    },
    {
      kind: 'budget',
      name: 'le sien',
      limitCents: '10000',
      beforeCents: before.sien,
      afterCents: await committed('le sien'),
    },
    {
      kind: 'budget',
      name: 'tout',
      limitCents: '10000',
      beforeCents: before.tout,
      afterCents: await committed('tout'),
    },
  ])
  expect(BigInt(hold.effects[0]?.afterCents ?? 0)).toBeGreaterThan(BigInt(before.order))
})

test('a signer sees the effect of a quote, which commits to nothing before', async () => {
  const { sql } = database
  const buyer = await makeBuyer(sql)
  const owner = buyer.as()
  await createBudget(owner, { name: 'tout', monthlyEuros: 100, thresholds: [80], isHard: false })
  await placeOrder(owner, serverOrder(world.zone, world.catalogue, { name: 'premier' }))
  const [before] = await readBudgets(owner)
  const quoted = await placeOrder(owner, {
    ...serverOrder(world.zone, world.catalogue, { name: 'devis' }),
    asQuote: { validDays: 10 },
  })
  if (quoted.outcome !== 'quoted') throw new Error(quoted.outcome)
  const { quoteId } = quoted
  const { effects, monthlyCents } = await getQuote(owner, { quoteId })
  const [still] = await readBudgets(owner)
  expect(still?.committedCents).toBe(before?.committedCents)
  expect(effects).toEqual([
    {
      kind: 'budget',
      name: 'tout',
      limitCents: '10000',
      beforeCents: before?.committedCents,
      afterCents: String(BigInt(before?.committedCents ?? 0) + BigInt(monthlyCents)),
    },
  ])
})

test('a guest of one project sees no figure that has the spending of others', async () => {
  const { sql } = database
  const buyer = await makeBuyer(sql)
  const owner = buyer.as()
  await createBudget(owner, { name: 'tout', monthlyEuros: 100, thresholds: [80], isHard: false })
  await addSignatureRule(owner, { from: 1n, approvals: 1 })
  const guest = await addMember(sql, buyer, 'guest')
  await setProjectRoles(owner, {
    memberId: guest.memberId,
    roles: [{ projectId: buyer.projectId, role: 'approver' }],
  })
  const placed = await placeOrder(owner, serverOrder(world.zone, world.catalogue, { name: 'web' }))
  if (placed.outcome !== 'held') throw new Error(placed.outcome)
  const { organisationId, projectId } = buyer
  const reader = memberTestContext(guest.accountId, {
    organisationId,
    role: 'guest',
    projectRoles: { [projectId]: 'approver' },
  })
  expect((await getOrder(reader, { id: placed.orderId })).hold?.effects).toEqual([])
})
