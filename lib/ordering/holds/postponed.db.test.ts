import { randomUUID } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { withOrganisation } from '~/db/client'
import { invariants } from '~/db/invariants/invariants'
import { orderingInvariants } from '~/db/invariants/ordering'
import type { InstanceState } from '~/db/schema/resources/compute'
import { staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { countWaiting } from '~/db/testing/count-waiting'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { defineAddressBundle, definePrice } from '~/lib/catalogue'
import { seedContext } from '~/lib/datacentre/testing/datacenter'
import { unreadNotices } from '~/lib/identity'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addAddressPool } from '~/lib/resources'
import { addInstance } from '~/lib/resources/testing/resources'
import {
  amendPurchaseOrder,
  applyModeration,
  createPurchaseOrder,
  decideOrder,
  getOrder,
  listOrders,
  readApprovals,
  readChangeWaits,
  reserveAddress,
  retryPostponed,
  sweepHolds,
  withdrawOrder,
} from '../index'
import { useChangeWorld } from '../testing/change-world'

const world = useChangeWorld(useTestDatabase())
const { query, stateOf, sagasOf, auditsOf, technical, approver, ruleFrom, resize, held, decide } = world
const { orderState, mailsTo, passOperatorsLimit, fillZone, acceptAsModerator, addMember } = world
const isOfHolds = ({ name }: { name: string }) => ['held_orders', 'settled_orders'].includes(name)
afterAll(async () => {
  // The estate's rows are inserted directly, so only the invariants of held orders apply.
  for (const { name, statement } of [...orderingInvariants, ...invariants.filter(isOfHolds)])
    expect([name, ...(await world.sql.unsafe(statement))]).toEqual([name])
})

const minutes = (count: number) => addSeconds(testNow, count * 60)
const retryAt = (now: Date) => retryPostponed(systemTestContext(now))
const setState = (instanceId: Id<'instance'>, state: InstanceState) =>
  query('update instances set state = $2 where id = $1', instanceId, state)
const carriedOut = async (orderId: Id<'order'>) =>
  (await query('select 1 from cost_changes where order_id = $1', orderId)).length
const heldRow = async (orderId: Id<'order'>) =>
  (
    await query<{ obstacle: string; retryAt: Date; reasons: string[] }>(
      'select obstacle, retry_at as "retryAt", reasons from held_orders where order_id = $1',
      orderId,
    )
  )[0]

/** A resize that waits for one approval. */
async function holdResize() {
  const instanceId = await addInstance(world.estate, { bundle: 'small' })
  const { orderId, number } = await held(resize(instanceId))
  return { instanceId, orderId, number }
}

/** The same, approved while the zone was full. */
async function postponedResize() {
  await ruleFrom(1_000n)
  const asked = await holdResize()
  await fillZone(true)
  expect(await decide(approver(), asked.orderId)).toEqual({ outcome: 'postponed' })
  return asked
}

describe('an approved change without capacity', () => {
  test('keeps its approvals, and shows its obstacle on every page', async () => {
    const { instanceId, orderId, number } = await postponedResize()
    expect([await stateOf(instanceId), await sagasOf(instanceId), await carriedOut(orderId)]).toEqual([
      'running',
      [],
      0,
    ])
    expect(await getOrder(technical(), { id: orderId })).toMatchObject({
      state: 'held',
      failure: null,
      hold: { reasons: ['obstacle'], obstacle: 'capacity', mayDecide: false, mayWithdraw: true },
      decisions: [{ decision: 'approved' }],
    })
    expect((await readApprovals(approver())).waiting).toMatchObject([
      { orderId, reasons: ['obstacle'], obstacle: 'capacity', approvalsGiven: 1, mayDecide: false },
    ])
    const { rows } = await listOrders(technical())
    expect(rows.find(({ id }) => id === orderId)).toMatchObject({ state: 'held', obstacle: 'capacity' })
    expect((await readChangeWaits(technical(), { resourceId: instanceId })).waiting).toMatchObject([
      { orderId, number, obstacle: 'capacity' },
    ])
    expect((await mailsTo(world.estate.own.accountId, 'order-decided')).join()).toContain('dès que possible')
    expect(await auditsOf(orderId)).toContain('order.postponed')
  })

  test('sends other approvers no more links or notices', async () => {
    await ruleFrom(1_000n)
    const other = await addMember('approver')
    const { orderId } = await holdResize()
    const asked = async () => {
      const notices = await withOrganisation(approver(undefined, other), unreadNotices)
      return notices.filter(({ kind }) => kind === 'order_to_approve').length
    }
    const openLinks = () =>
      query('select 1 from approval_links where order_id = $1 and spent_at is null', orderId)
    expect([await asked(), (await openLinks()).length]).toEqual([1, 2])
    await fillZone(true)
    await decide(approver(), orderId)
    expect([await asked(), (await openLinks()).length]).toEqual([0, 0])
    await expect(decide(approver(undefined, other), orderId)).rejects.toMatchObject({ code: 'state_forbids' })
  })

  test('is carried out by the worker once there is capacity and its next try is due', async () => {
    const { instanceId, orderId } = await postponedResize()
    await retryAt(minutes(1))
    expect(await heldRow(orderId)).toMatchObject({ obstacle: 'capacity' })
    await fillZone(false)
    // Not due yet: the last try was a moment ago.
    await retryAt(minutes(1))
    expect(await orderState(orderId)).toBe('held')
    await retryAt(minutes(2))
    expect([await orderState(orderId), await stateOf(instanceId), await carriedOut(orderId)]).toEqual([
      'delivered',
      'resizing',
      1,
    ])
    const events = await auditsOf(orderId)
    expect(events.filter((event) => event === 'order.postponed' || event === 'order.released')).toEqual([
      'order.postponed',
      'order.released',
    ])
    expect((await mailsTo(world.estate.own.accountId, 'order-decided')).at(-1)).toContain('est en cours')
    await retryAt(minutes(3))
    expect((await sagasOf(instanceId)).length).toBe(1)
  })

  test('expires with its hold, with the obstacle as the reason', async () => {
    const { orderId } = await postponedResize()
    const late = addSeconds(testNow, 121 * 3_600)
    await fillZone(false)
    await retryAt(late)
    expect(await orderState(orderId)).toBe('held')
    await sweepHolds(systemTestContext(late))
    expect(await getOrder(technical(), { id: orderId })).toMatchObject({
      state: 'expired',
      failure: { code: 'state_forbids', params: { reason: 'obstacle_lasted' } },
    })
    const mail = (await mailsTo(world.estate.own.accountId, 'order-decided')).at(-1)
    expect(mail).toContain('jusqu’à son expiration')
    expect(mail).not.toContain('personne n’a décidé')
  })

  test('can be withdrawn by the person who requested it', async () => {
    const { orderId } = await postponedResize()
    await withdrawOrder(technical(), { id: orderId })
    await fillZone(false)
    await retryAt(minutes(5))
    expect([await orderState(orderId), await carriedOut(orderId)]).toEqual(['withdrawn', 0])
  })

  test.each([
    [
      'the server is deleted meanwhile',
      (instanceId: Id<'instance'>, _orderId: Id<'order'>) => setState(instanceId, 'deleted'),
      'is_deleted',
    ],
    [
      'it costs more than was approved',
      (_instanceId: Id<'instance'>, orderId: Id<'order'>) =>
        query('update orders set monthly_cents = monthly_cents - 1 where id = $1', orderId),
      'change_costs_more',
    ],
  ])('ends as impossible when %s', async (_name, change, reason) => {
    const { instanceId, orderId } = await postponedResize()
    await fillZone(false)
    await change(instanceId, orderId)
    await retryAt(minutes(2))
    expect(await getOrder(technical(), { id: orderId })).toMatchObject({
      state: 'refused',
      failure: { params: { reason } },
    })
    expect(await carriedOut(orderId)).toBe(0)
  })

  test('of a suspended buyer waits until the buyer is active again', async () => {
    const { orderId } = await postponedResize()
    await fillZone(false)
    const setOrganisation = (state: string) =>
      query('update organisations set state = $2 where id = $1', world.estate.own.organisationId, state)
    await setOrganisation('suspended')
    await retryAt(minutes(2))
    expect(await orderState(orderId)).toBe('held')
    await setOrganisation('active')
    await retryAt(minutes(3))
    expect(await orderState(orderId)).toBe('delivered')
  })
})

describe('an approved change also waits', () => {
  test.each([
    ['restarting', 'busy'],
    ['moving', 'busy'],
    ['in_rescue', 'in_rescue'],
  ] as const)('while its server is %s', async (state, obstacle) => {
    await ruleFrom(1_000n)
    const { instanceId, orderId } = await holdResize()
    await setState(instanceId, state)
    expect(await decide(approver(), orderId)).toEqual({ outcome: 'postponed' })
    expect(await heldRow(orderId)).toMatchObject({ obstacle, reasons: ['obstacle'] })
    await setState(instanceId, 'running')
    await retryAt(minutes(1))
    expect([await orderState(orderId), await stateOf(instanceId)]).toEqual(['delivered', 'resizing'])
  })

  test('during a recovery, while the outside may not be changed', async () => {
    await ruleFrom(1_000n)
    const { orderId } = await holdResize()
    const [fact] = await query<{ value: string }>(
      "select value from installation_facts where name = 'database'",
    )
    await query(
      "insert into installation_facts (name, value) values ('database', '0/0/00000000') on conflict (name) do update set value = excluded.value",
    )
    expect(await decide(approver(), orderId)).toEqual({ outcome: 'postponed' })
    expect(await heldRow(orderId)).toMatchObject({ obstacle: 'recovery' })
    await query("delete from installation_facts where name = 'database'")
    if (fact) await query("insert into installation_facts (name, value) values ('database', $1)", fact.value)
    await retryAt(minutes(1))
    expect(await orderState(orderId)).toBe('delivered')
  })

  test('when a moderator accepted it', async () => {
    await passOperatorsLimit()
    const { orderId } = await holdResize()
    expect(await heldRow(orderId)).toMatchObject({ reasons: ['operator'] })
    await fillZone(true)
    await acceptAsModerator(orderId)
    await applyModeration(systemTestContext(), { orderId })
    expect(await heldRow(orderId)).toMatchObject({ obstacle: 'capacity' })
    await fillZone(false)
    await retryAt(minutes(1))
    expect(await orderState(orderId)).toBe('delivered')
  })

  test('when an amendment of its purchase order made room for it', async () => {
    const owner = world.estate.own.as('owner')
    const endsOn = '2026-12-24'
    const { purchaseOrderId } = await createPurchaseOrder(owner, {
      ...{ number: 'BC-9', ceiling: 1n, startsOn: '2026-11-01', endsOn },
    })
    const instanceId = await addInstance(world.estate, { bundle: 'small' })
    await query(
      `update order_lines set cost_references = '{"purchaseOrderNumber": "BC-9"}' where organisation_id = $1`,
      world.estate.own.organisationId,
    )
    const { orderId } = await held(resize(instanceId))
    await fillZone(true)
    const amendment = { purchaseOrderId, ceiling: 100_000_00n, endsOn, reason: 'Avenant' }
    expect(await amendPurchaseOrder(owner, amendment)).toEqual({ released: [] })
    expect(await heldRow(orderId)).toMatchObject({ obstacle: 'capacity', reasons: ['obstacle'] })
    await fillZone(false)
    await retryAt(minutes(1))
    expect(await orderState(orderId)).toBe('delivered')
  })
})

test('an approved address waits for a free one in its zone and keeps its approval', async () => {
  const bundleId = await defineAddressBundle(seedContext(), {
    slug: 'ipv4-publique',
    name: 'Adresse IPv4 publique',
    position: 90,
  })
  await definePrice(seedContext(), {
    ...{ bundleId, meter: 'public_address', microCentsPerHour: 300_000n },
    validFrom: new Date('2026-01-01T00:00:00Z'),
  })
  await ruleFrom(1n)
  const { zoneId } = world.estate.zone
  const asked = await reserveAddress(world.estate.own.as('owner'), {
    idempotencyKey: randomUUID(),
    zoneId,
  })
  if (asked.outcome !== 'held') throw new Error(asked.outcome)
  expect(await decide(approver(), asked.orderId)).toEqual({ outcome: 'postponed' })
  expect(await getOrder(approver(), { id: asked.orderId })).toMatchObject({
    state: 'held',
    hold: { obstacle: 'address' },
    decisions: [{ decision: 'approved' }],
  })
  await addAddressPool(staffTestContext(newId('staff'), ['capacity']), { zoneId, range: '198.51.100.64/29' })
  await retryAt(minutes(1))
  expect(await orderState(asked.orderId)).toBe('delivered')
})

describe('a concurrent approval, withdrawal and two workers’ retries', () => {
  const rounds = [0, 1, 2, 3, 4, 5, 6, 7]
  const free = async () =>
    (
      await query<{ vcpu: number }>(
        'select sum(vcpu_free)::int as vcpu from hosts where zone_id = $1',
        world.estate.zone.zoneId,
      )
    )[0]?.vcpu ?? 0

  /** Starts each call once the previous one waits for the order's lock or has ended, then lets all continue. */
  async function inTurn(orderId: Id<'order'>, works: readonly (() => Promise<unknown>)[]): Promise<void> {
    let done = 0
    const begun: Promise<unknown>[] = []
    await world.sql.begin(async (gate) => {
      await gate`select 1 from orders where id = ${orderId} for update`
      for (const [index, work] of works.entries()) {
        begun.push(
          Promise.allSettled([work()]).finally(() => {
            done += 1
          }),
        )
        await expect.poll(async () => done + (await countWaiting(gate)), { interval: 5 }).toBe(index + 1)
      }
    })
    await Promise.all(begun)
  }

  test.each(['held', 'postponed'] as const)(
    'of a change that is %s have one outcome, and claim its capacity at most once',
    async (from) => {
      await ruleFrom(1_000n)
      const second = await addMember('approver')
      const outcomes: (string | undefined)[] = []
      for (const round of rounds) {
        const { instanceId, orderId } = await holdResize()
        if (from === 'postponed') {
          await setState(instanceId, 'restarting')
          expect(await decide(approver(), orderId)).toEqual({ outcome: 'postponed' })
          await setState(instanceId, 'running')
        }
        const before = await free()
        const { contentHash = '' } = (await getOrder(approver(), { id: orderId })).hold ?? {}
        const now = minutes(1)
        const works = [
          () =>
            decideOrder(approver(now, second), { orderId, contentHash, decision: 'approved', reason: '' }),
          () => withdrawOrder(technical(now), { id: orderId }),
          () => retryAt(now),
          () => retryAt(now),
        ]
        // Each round starts with another call; all wait for the order.
        await inTurn(orderId, [...works.slice(round % works.length), ...works.slice(0, round % works.length)])
        const state = await orderState(orderId)
        const isDelivered = state === 'delivered'
        expect(['delivered', 'withdrawn']).toContain(state)
        expect([await stateOf(instanceId), (await sagasOf(instanceId)).length]).toEqual(
          isDelivered ? ['resizing', 1] : ['running', 0],
        )
        // Two more vCPU on its host.
        expect(before - (await free())).toBe(isDelivered ? 2 : 0)
        expect(await carriedOut(orderId)).toBe(isDelivered ? 1 : 0)
        expect(await heldRow(orderId)).toBeUndefined()
        outcomes.push(state)
      }
      expect(new Set(outcomes)).toEqual(new Set(['delivered', 'withdrawn']))
    },
  )
})
