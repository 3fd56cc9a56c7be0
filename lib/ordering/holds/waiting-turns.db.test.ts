import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { invariants } from '~/db/invariants/invariants'
import { orderingInvariants } from '~/db/invariants/ordering'
import { memberTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { createBudget } from '~/lib/budgets'
import { defineAddressBundle, definePrice } from '~/lib/catalogue'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addInstance } from '~/lib/resources/testing/resources'
import {
  amendPurchaseOrder,
  createPurchaseOrder,
  decideOrder,
  delegateApproval,
  getOrder,
  reserveAddress,
  retryOverPurchaseOrders,
  retryPostponed,
  sweepHolds,
  withdrawOrder,
} from '../index'
import { useChangeWorld } from '../testing/change-world'

const world = useChangeWorld(useTestDatabase())
const { query, technical, approver, ruleFrom, resize, held, decide, orderState, fillZone, mailsTo } = world
const isOfHolds = ({ name }: { name: string }) => ['held_orders', 'settled_orders'].includes(name)
afterAll(async () => {
  // The estate's rows are inserted directly, so only the invariants of held orders apply.
  for (const { name, statement } of [...orderingInvariants, ...invariants.filter(isOfHolds)])
    expect([name, ...(await world.sql.unsafe(statement))]).toEqual([name])
})

const minutes = (count: number) => addSeconds(testNow, count * 60)
const hours = (count: number) => minutes(count * 60)
const retryAt = (now: Date) => retryPostponed(systemTestContext(now))
const owner = () => world.estate.own.as('owner')
const states = async (...orderIds: Id<'order'>[]) => Promise.all(orderIds.map(orderState))
const obstacleOf = async (orderId: Id<'order'>) =>
  (await getOrder(technical(), { id: orderId })).hold?.obstacle ?? null

/** A resize that waits for one approval: 19.87 € a month more, on top of the 19.87 € of its server. */
async function holdResize(now = testNow, id?: Id<'instance'>) {
  const instanceId = id ?? (await addInstance(world.estate, { bundle: 'small' }))
  return held(resize(instanceId, 'large', technical(now)))
}

async function postponedResize() {
  await ruleFrom(1_000n)
  const { orderId } = await holdResize()
  await fillZone(true)
  expect(await decide(approver(), orderId)).toEqual({ outcome: 'postponed' })
  return orderId
}

const setCap = (cents: string) =>
  query(
    'update organisations set spending_cap_cents = $2 where id = $1',
    world.estate.own.organisationId,
    cents,
  )

describe('two approved changes, with room for one under a limit', () => {
  test.each([
    ['spending_cap', () => setCap('6000')],
    [
      'budget',
      () => createBudget(owner(), { name: 'Année', monthlyEuros: 60, thresholds: [50], isHard: true }),
    ],
  ] as const)(
    'under a %s: the first one stopped is carried out, the second one waits',
    async (limit, set) => {
      await ruleFrom(1_000n)
      const [first, second] = [(await holdResize()).orderId, (await holdResize()).orderId]
      await set()
      expect(await decide(approver(), first)).toEqual({ outcome: 'postponed' })
      expect(await decide(approver(minutes(0.5)), second)).toEqual({ outcome: 'postponed' })
      await retryAt(minutes(1))
      expect(await states(first, second)).toEqual(['delivered', 'held'])
      await retryAt(minutes(2))
      expect([await orderState(second), await obstacleOf(second)]).toEqual(['held', limit])
    },
  )

  test('an order of a new resource counts however late it was stopped: no limit is checked when it is carried out', async () => {
    const bundleId = await defineAddressBundle(seedContext(), {
      ...{ slug: 'ipv4-publique', name: 'Adresse IPv4 publique', position: 90 },
    })
    await definePrice(seedContext(), {
      ...{ bundleId, meter: 'public_address', microCentsPerHour: 300_000n },
      validFrom: new Date('2026-01-01T00:00:00Z'),
    })
    await ruleFrom(1n)
    const { orderId } = await holdResize()
    const { zoneId } = world.estate.zone
    const address = await reserveAddress(owner(), { idempotencyKey: randomUUID(), zoneId })
    if (address.outcome !== 'held') throw new Error(address.outcome)
    await setCap('4000')
    expect(await decide(approver(), orderId)).toEqual({ outcome: 'postponed' })
    expect(await decide(approver(minutes(0.5)), address.orderId)).toEqual({ outcome: 'postponed' })
    await retryAt(minutes(1))
    expect(await states(orderId, address.orderId)).toEqual(['held', 'held'])
    await withdrawOrder(owner(), { id: address.orderId })
    await retryAt(minutes(2))
    expect(await orderState(orderId)).toBe('delivered')
  })
})

describe('of two changes under a purchase order with room for one', () => {
  const endsOn = '2026-12-24'
  const open = async (ceiling: bigint, servers: number) => {
    const { purchaseOrderId } = await createPurchaseOrder(owner(), {
      ...{ number: 'BC-9', ceiling, startsOn: '2026-11-01', endsOn },
    })
    const ids: Id<'instance'>[] = []
    while (ids.length < servers) ids.push(await addInstance(world.estate, { bundle: 'small' }))
    await query(
      `update order_lines set cost_references = '{"purchaseOrderNumber": "BC-9"}' where organisation_id = $1`,
      world.estate.own.organisationId,
    )
    return { purchaseOrderId, ids }
  }

  test('an amendment releases the one with the longest wait', async () => {
    const { purchaseOrderId, ids } = await open(1n, 2)
    const [first, second] = [
      await holdResize(testNow, ids[0]),
      await holdResize(addSeconds(testNow, 1), ids[1]),
    ]
    const { hold } = await getOrder(owner(), { id: first.orderId })
    const room = BigInt(hold?.over[0]?.figures?.orderCents ?? 0) + 100n
    const amendment = { purchaseOrderId, ceiling: room, endsOn, reason: 'Avenant' }
    expect(await amendPurchaseOrder(owner(), amendment)).toEqual({ released: [first.number] })
    expect((await getOrder(owner(), { id: second.orderId })).hold?.reasons).toEqual(['over_purchase_order'])
    await retryOverPurchaseOrders(systemTestContext(minutes(1)))
    expect(await orderState(second.orderId)).toBe('held')
  })

  test.each([
    ['withdrawn', (id: Id<'order'>) => withdrawOrder(technical(), { id })],
    ['refused', (id: Id<'order'>) => decide(approver(), id, 'refused', 'Non.')],
  ] as const)('the second one is carried out once the first is %s', async (state, end) => {
    await ruleFrom(1_000n)
    const { ids } = await open(2_500n, 2)
    const { orderId: first } = await holdResize(testNow, ids[0])
    const { orderId: second } = await holdResize(addSeconds(testNow, 1), ids[1])
    expect(await decide(approver(), second)).toEqual({ outcome: 'waits' })
    await retryOverPurchaseOrders(systemTestContext(minutes(1)))
    expect(await states(first, second)).toEqual(['held', 'held'])
    await end(first)
    await retryOverPurchaseOrders(systemTestContext(minutes(2)))
    expect(await states(first, second)).toEqual([state, 'delivered'])
  })
})

test('room for one goes to the change with the longest wait', async () => {
  await ruleFrom(1_000n)
  const byHost = new Map<string, Id<'instance'>>()
  let pair: [Id<'instance'>, Id<'instance'>] | undefined
  // Five servers on four hosts: two of them share one.
  while (!pair) {
    const id = await addInstance(world.estate, { bundle: 'small' })
    const hostId = (await query<{ id: string }>('select host_id as id from instances where id = $1', id))[0]
      ?.id
    const other = byHost.get(hostId ?? '')
    if (other) pair = [other, id]
    byHost.set(hostId ?? '', id)
  }
  const { orderId: longest } = await holdResize(testNow, pair[0])
  await fillZone(true)
  await decide(approver(), longest)
  await retryAt(hours(10))
  await fillZone(false)
  const { orderId: late } = await holdResize(addSeconds(hours(10), 5), pair[1])
  await fillZone(true)
  await decide(approver(addSeconds(hours(10), 10)), late)
  expect([await obstacleOf(longest), await obstacleOf(late)]).toEqual(['capacity', 'capacity'])
  await query(
    'update hosts set vcpu_reserved = vcpu_reserved - 2, vcpu_free = 2 where id = (select host_id from instances where id = $1)',
    pair[0],
  )
  await retryAt(addSeconds(hours(10), 60))
  expect(await states(longest, late)).toEqual(['delivered', 'held'])
})

/** Inserts this many copies of a held order before it in the queue. */
async function copies(orderId: Id<'order'>, count: number) {
  const values = { id: orderId, count }
  await world.sql`insert into orders select (jsonb_populate_record(o, jsonb_build_object('id', 'ord_copy_' || n, 'number', 'copy-' || n, 'change_key', 'copy-' || n))).*
    from orders o, generate_series(1, ${values.count}::int) n where o.id = ${values.id}`
  await world.sql`insert into held_orders select (jsonb_populate_record(h, jsonb_build_object('order_id', 'ord_copy_' || n,
      'content_hash', 'copy', 'expires_at', h.expires_at - interval '1 minute', 'obstructed_at', h.obstructed_at - interval '1 minute'))).*
    from held_orders h, generate_series(1, ${values.count}::int) n where h.order_id = ${values.id}`
  return async () => {
    await world.sql`delete from held_orders where order_id like 'ord_copy_%'`
    await world.sql`delete from orders where id like 'ord_copy_%'`
  }
}

test('fifty orders with failing retries do not delay the others', async () => {
  const orderId = await postponedResize()
  const remove = await copies(orderId, 50)
  await query(
    `update orders set change = jsonb_set(change, '{request,kind}', '"none"') where id like 'ord_copy_%'`,
  )
  await fillZone(false)
  await expect(retryAt(minutes(1))).rejects.toThrow(AggregateError)
  expect(await orderState(orderId)).toBe('held')
  await retryAt(addSeconds(minutes(1), 10))
  expect(await orderState(orderId)).toBe('delivered')
  await remove()
})

test('fifty orders that fail to expire do not delay the expiry of the others', async () => {
  const orderId = await postponedResize()
  const remove = await copies(orderId, 50)
  await world.sql.unsafe(`create function refuse_copies() returns trigger language plpgsql as $$ begin raise 'broken'; end $$;
    create trigger refuse_copies before delete on held_orders for each row when (old.content_hash = 'copy') execute function refuse_copies()`)
  const sweep = sweepHolds(systemTestContext(hours(121)))
  await expect(sweep).rejects.toThrow(AggregateError)
  await world.sql.unsafe('drop function refuse_copies cascade')
  expect(await orderState(orderId)).toBe('expired')
  await remove()
})

test('an approval minutes before the expiry is not lost: the change is retried for a day', async () => {
  await ruleFrom(1_000n)
  const { orderId } = await holdResize()
  await fillZone(true)
  expect(await decide(approver(hours(119.9)), orderId)).toEqual({ outcome: 'postponed' })
  await sweepHolds(systemTestContext(hours(121)))
  await retryAt(hours(121))
  expect(await orderState(orderId)).toBe('held')
  await fillZone(false)
  await retryAt(hours(122))
  expect(await orderState(orderId)).toBe('delivered')
})

describe('an approved change stopped by an obstacle', () => {
  test('can be refused by its approver, and a second approval is refused with the reason', async () => {
    const orderId = await postponedResize()
    await expect(decide(approver(), orderId)).rejects.toMatchObject({
      ...{ code: 'state_forbids', params: { reason: 'no_decision_awaited' } },
    })
    expect((await getOrder(approver(), { id: orderId })).hold).toMatchObject({
      mayDecide: false,
      mayRefuse: true,
    })
    expect((await getOrder(technical(), { id: orderId })).hold).toMatchObject({ mayRefuse: false })
    await expect(decide(technical(), orderId, 'refused', 'Non.')).rejects.toMatchObject({ code: 'forbidden' })
    expect(await decide(approver(), orderId, 'refused', 'Crédits gelés')).toEqual({ outcome: 'refused' })
    const { state, decisions } = await getOrder(approver(), { id: orderId })
    expect([state, ...decisions.map(({ decision }) => decision)]).toEqual(['refused', 'approved', 'refused'])
    expect((await mailsTo(world.estate.own.accountId, 'order-decided')).at(-1)).toContain('Crédits gelés')
  })

  test('can be refused by the delegate who approved it', async () => {
    await ruleFrom(1_000n)
    const delegate = await world.addMember('technical')
    const [member] = await query<{ id: Id<'member'> }>(
      'select id from organisation_members where account_id = $1',
      delegate,
    )
    const days = { startsOn: '2026-11-01', endsOn: '2026-12-31' }
    await delegateApproval(approver(), { memberId: member?.id ?? newId('member'), ...days })
    const { orderId } = await holdResize()
    await fillZone(true)
    const ctx = memberTestContext(delegate, { ...world.estate.own, role: 'technical' })
    expect(await decide(ctx, orderId)).toEqual({ outcome: 'postponed' })
    expect(await decide(ctx, orderId, 'refused', 'Non.')).toEqual({ outcome: 'refused' })
  })
})

test('an approver cannot withdraw an approval while another one is still needed', async () => {
  await ruleFrom(1_000n, 2)
  const { orderId } = await holdResize()
  const contentHash = (await getOrder(approver(), { id: orderId })).hold?.contentHash ?? ''
  const decision = { orderId, contentHash, reason: 'Non.' }
  expect(await decideOrder(approver(), { ...decision, decision: 'approved' })).toEqual({ outcome: 'waits' })
  await expect(decideOrder(approver(), { ...decision, decision: 'refused' })).rejects.toMatchObject({
    code: 'already_exists',
  })
})
