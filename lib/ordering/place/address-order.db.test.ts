import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { createBudget } from '~/lib/budgets'
import { defineAddressBundle, definePrice, definePromotion } from '~/lib/catalogue'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addAddressPool, releaseAddress } from '~/lib/resources'
import { publishEvents } from '~/lib/webhooks'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import {
  addSignatureRule,
  createPurchaseOrder,
  getOrder,
  listOrders,
  placeOrder,
  reserveAddress,
  setReferencePolicy,
} from '../index'
import { serverOrder } from '../testing/order-world'
import { useOrderWorld } from '../testing/use-order-world'
import { placeLine } from './place-line'

const database = useTestDatabase()
const world = useOrderWorld(database, { count: 4, vcpu: 60 })
const { sql } = world
let bundleId: Id<'bundle'>

/** The price of a disk of the test catalogue: 7.20 € a month. */
const monthlyCents = 720n

beforeAll(async () => {
  process.env.PORTAL_URL = 'http://portal.example'
  process.env.OPERATOR_URL = 'http://operator.example'
  bundleId = await defineAddressBundle(seedContext(), { slug: 'ipv4', name: 'Adresse IPv4', position: 90 })
  await definePrice(seedContext(), {
    bundleId,
    meter: 'public_address',
    microCentsPerHour: 1_000_000n,
    validFrom: new Date('2026-01-01T00:00:00Z'),
  })
  const capacity = staffTestContext(newId('staff'), ['capacity'])
  await addAddressPool(capacity, { zoneId: world.zone.zoneId, range: '203.0.113.0/26' })
})

const reserve = (who: TestBuyer, key: string = randomUUID(), costReferences = {}) =>
  reserveAddress(who.as(), { idempotencyKey: key, zoneId: world.zone.zoneId, costReferences })

test('a reserved address is an order: listed, audited, sent to webhooks and granted its promotion', async () => {
  const who = await makeBuyer(sql)
  const endpoint = newId('webhookEndpoint')
  await sql`insert into webhook_endpoints (id, organisation_id, url, events, secret_sealed, created_at)
    values (${endpoint}, ${who.organisationId}, 'https://exemple.invalid/', '{order.placed}', 'x', '2026-01-01')`
  await definePromotion(seedContext(), {
    name: 'Bienvenue',
    kind: 'credit',
    value: '10',
    durationMonths: 1,
    endsOn: '2027-12-31',
    limitPerOrganisation: 1,
  })
  expect(await reserve(who)).toMatchObject({ outcome: 'reserved' })
  const [row, ...others] = (await listOrders(who.as(), { page: 1 })).rows
  expect(others).toEqual([])
  expect(row).toMatchObject({ state: 'delivered', monthlyCents: `${monthlyCents}` })
  const order = await getOrder(who.as(), { id: row?.id as Id<'order'> })
  expect(order.promotions).toMatchObject([{ name: 'Bienvenue', creditCents: '1000' }])
  expect(order.finishedAt).toBe(order.createdAt)
  expect(order.lines).toMatchObject([{ name: 'Adresse IPv4', state: 'delivered', quantity: 1 }])
  const events =
    await sql`select event from audit_events where organisation_id = ${who.organisationId} order by event`
  expect(events.map(({ event }) => event)).toEqual(['address.reserved', 'order.placed'])
  await publishEvents(systemTestContext())
  const deliveries =
    await sql`select payload -> 'data' ->> 'orderId' as "orderId" from webhook_deliveries where endpoint_id = ${endpoint}`
  expect([...deliveries]).toEqual([{ orderId: row?.id }])
})

test('the same key returns the same address, even after it was released', async () => {
  const who = await makeBuyer(sql)
  const key = randomUUID()
  const answers = await Promise.all([1, 2, 3].map(() => reserve(who, key)))
  const [first] = answers
  if (first?.outcome !== 'reserved') throw new Error(first?.outcome)
  for (const answer of answers) expect(answer).toEqual(first)
  await releaseAddress(who.as(), { addressId: first.addressId })
  expect(await reserve(who, key)).toEqual(first)
  expect((await listOrders(who.as(), { page: 1 })).rows).toHaveLength(1)
})

test('an address is ordered alone, one at a time, and never in a quote', async () => {
  const who = await makeBuyer(sql)
  const line = { bundleId, zoneId: world.zone.zoneId, name: 'ip', quantity: 1, sshKeyIds: [] }
  const server = serverOrder(world.zone, world.catalogue).lines
  const refused = (order: Partial<Parameters<typeof placeOrder>[1]>) =>
    expect(
      placeOrder(who.as(), { idempotencyKey: randomUUID(), lines: [line], ...order }),
    ).rejects.toMatchObject({ code: 'invalid_input', params: { reason: 'not_on_sale' } })
  await refused({ lines: [line, line] })
  await refused({ lines: [...server, line] })
  await refused({ lines: [{ ...line, quantity: 2 }] })
  await refused({ lines: [{ ...line, imageId: world.catalogue.imageId }] })
  await refused({ asQuote: { validDays: 10 } })
  expect((await listOrders(who.as(), { page: 1 })).rows).toEqual([])
})

const year = { number: 'BC-14', startsOn: '2026-11-01', endsOn: '2026-12-31' }
const under = { purchaseOrderNumber: 'BC-14' }
const settings: [string, (ctx: OpContext) => Promise<unknown>, object, string][] = [
  ['no limit', async () => null, {}, 'done'],
  ['a signature rule', (ctx) => addSignatureRule(ctx, { from: 1n, approvals: 1 }), {}, 'held for approval'],
  [
    'a purchase order with too little left',
    (ctx) => createPurchaseOrder(ctx, { ...year, ceiling: 100n }),
    under,
    'held for over_purchase_order',
  ],
  [
    'a purchase order that is not valid yet',
    (ctx) => createPurchaseOrder(ctx, { ...year, startsOn: '2026-12-01', ceiling: 99_900n }),
    under,
    'invalid_input at costReferences.purchaseOrderNumber',
  ],
  [
    'a buyer that requires a purchase order',
    (ctx) => setReferencePolicy(ctx, { isPurchaseOrderRequired: true, isMarketNumberRequired: false }),
    {},
    'invalid_input at costReferences.purchaseOrderNumber',
  ],
  [
    'a hard budget',
    (ctx) => createBudget(ctx, { name: 'Année', monthlyEuros: 7, thresholds: [100], isHard: true }),
    {},
    'budget_exceeded at undefined',
  ],
  [
    'a spending cap',
    () => sql`update organisations set spending_cap_cents = 719`,
    {},
    'spending_cap_exceeded at undefined',
  ],
]

test.each(settings)(
  'with %s, an address and a volume of the same price get the same answer',
  async (_, set, costReferences, expected) => {
    const bundles = { address: bundleId, volume: world.catalogue.disk }
    const answers: Record<string, string> = {}
    for (const [kind, bundle] of Object.entries(bundles)) {
      const who = await makeBuyer(sql)
      await set(who.as())
      const line = { zoneId: world.zone.zoneId, name: 'donnees', quantity: 1, sshKeyIds: [] }
      const order = { idempotencyKey: randomUUID(), line: { ...line, bundleId: bundle, costReferences } }
      answers[kind] = await placeLine(who.as(), order).then(
        async ({ orderId, isHeld }) => {
          const { hold } = await getOrder(who.as(), { id: orderId })
          return isHeld ? `held for ${hold?.reasons.join(' ')}` : 'done'
        },
        (error: unknown) => {
          if (!(error instanceof DomainError)) throw error
          return `${error.code} at ${error.field}`
        },
      )
    }
    expect(answers).toEqual({ address: expected, volume: expected })
  },
)

test('concurrent orders of servers and addresses stay within the cap together', async () => {
  const serverCents = 3_528n
  const cap = 2n * serverCents + 2n * monthlyCents
  const who = await makeBuyer(sql, { spendingCapCents: cap })
  const order = async (n: number) => {
    const { outcome } = await placeOrder(
      who.as(),
      serverOrder(world.zone, world.catalogue, { name: `web-${n}` }),
    )
    return { cents: serverCents, isIn: outcome === 'accepted' }
  }
  const address = () =>
    reserve(who).then(
      () => ({ cents: monthlyCents, isIn: true }),
      (error: unknown) => {
        expect(error).toMatchObject({ code: 'spending_cap_exceeded' })
        return { cents: monthlyCents, isIn: false }
      },
    )
  const answers = await Promise.all([1, 2, 3, 4].flatMap((n) => [order(n), address()]))
  const committed = answers.reduce((sum, { cents, isIn }) => (isIn ? sum + cents : sum), 0n)
  expect(committed).toBeLessThanOrEqual(cap)
  for (const { cents, isIn } of answers) if (!isIn) expect(committed + cents).toBeGreaterThan(cap)
  // No worker runs here.
  const excluded = ['sagas', 'audited_orders']
  expect((await checkInvariants(sql)).filter(({ name }) => !excluded.includes(name))).toEqual([])
})
