import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import { testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { TestZone } from '~/lib/datacentre/testing/datacenter'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { type BuyerOptions, makeBuyer, type TestBuyer } from '~/testing/buyer'
import { addMember } from '~/testing/member'
import { addSignatureRule, decideOrder, getOrder, placeOrder, withdrawOrder } from '../index'
import { serverOrder, type TestCatalogue } from '../testing/order-world'
import { useOrderWorld } from '../testing/use-order-world'

/** The monthly price of the test catalogue's disk. */
const diskCents = 720n

describe('the sum of a day', () => {
  const database = useTestDatabase()
  const { sql } = database
  const world = useOrderWorld(database, { count: 4, vcpu: 500 }, { poolGib: 1_000_000 })
  let zone: TestZone
  let catalogue: TestCatalogue
  let made = 0

  beforeAll(() => {
    ;({ zone, catalogue } = world)
  })
  afterAll(async () => {
    // No worker runs here, and the organisations were inserted directly.
    const excluded = ['sagas', 'audited_orders']
    const found = (await checkInvariants(sql)).filter(({ name }) => !excluded.includes(name))
    expect(found).toEqual([])
  })

  async function makeTeam(fields: BuyerOptions = {}) {
    const buyer = await makeBuyer(sql, fields)
    const join = async (role: 'approver' | 'technical') => (await addMember(sql, buyer, role)).as
    return {
      buyer,
      first: await join('technical'),
      second: await join('technical'),
      approver: await join('approver'),
    }
  }
  const askDisks = (ctx: OpContext, quantity = 1) => {
    made += 1
    const disks = { bundleId: catalogue.disk, imageId: undefined, name: `disque-${made}x`, quantity }
    return placeOrder(ctx, serverOrder(zone, catalogue, disks))
  }
  async function placeDisks(ctx: OpContext, quantity = 1) {
    const outcome = await askDisks(ctx, quantity)
    if (!('orderId' in outcome)) throw new Error(outcome.outcome)
    return outcome
  }
  const holdOf = async (ctx: OpContext, orderId: Id<'order'>) => (await getOrder(ctx, { id: orderId })).hold
  async function approve(ctx: OpContext, orderId: Id<'order'>) {
    const hold = await holdOf(ctx, orderId)
    return decideOrder(ctx, {
      orderId,
      contentHash: hold?.contentHash ?? '',
      decision: 'approved',
      reason: '',
    })
  }
  const undecided = async ({ organisationId }: TestBuyer) =>
    BigInt(
      (
        await sql`select coalesce(sum(monthly_cents), 0)::text as cents from orders where organisation_id = ${organisationId}
          and state not in ('held', 'refused', 'expired', 'withdrawn') and id not in (select order_id from approval_decisions)`
      )[0]?.cents,
    )

  test('parts by one member that together reach a signature rule wait, until the next day of Paris', async () => {
    const { buyer, first, second, approver } = await makeTeam()
    await addSignatureRule(buyer.as(), { from: 3n * diskCents, approvals: 1 })
    for (let i = 0; i < 2; i += 1) expect(await placeDisks(first())).toMatchObject({ outcome: 'accepted' })
    const third = await placeDisks(first())
    expect(third.outcome).toBe('held')
    expect(await holdOf(first(), third.orderId)).toMatchObject({
      reasons: ['approval'],
      approvalsNeeded: 1,
      dayCents: String(3n * diskCents),
    })
    // Another member has a sum of their own; an approved order no longer counts.
    expect(await placeDisks(second())).toMatchObject({ outcome: 'accepted' })
    expect(await approve(approver(), third.orderId)).toEqual({ outcome: 'released' })
    expect(await placeDisks(first())).toMatchObject({ outcome: 'held' })
    const nearMidnight = new Date('2026-11-24T22:59:59Z')
    expect(await placeDisks(first(nearMidnight))).toMatchObject({ outcome: 'held' })
    expect(await placeDisks(first(addSeconds(nearMidnight, 1)))).toMatchObject({ outcome: 'accepted' })
  })

  test('an amount approved by fewer people than a stricter rule requires counts for that rule', async () => {
    const { buyer, first, approver } = await makeTeam()
    await addSignatureRule(buyer.as(), { from: diskCents, approvals: 1 })
    await addSignatureRule(buyer.as(), { from: 4n * diskCents, approvals: 2 })
    const one = await placeDisks(first(), 3)
    expect(await approve(approver(), one.orderId)).toEqual({ outcome: 'released' })
    const two = await placeDisks(first(), 2)
    expect(await holdOf(first(), two.orderId)).toMatchObject({ approvalsNeeded: 2 })
  })

  test('parts by all members that together exceed the operator’s limit wait for a moderator', async () => {
    const { buyer, first, second } = await makeTeam({ spendingCapCents: 100_000_00n })
    await sql`update organisations set directory_status = 'unknown' where id = ${buyer.organisationId}`
    expect(await placeDisks(first(), 40)).toMatchObject({ outcome: 'accepted' })
    const over = await placeDisks(second(), 40)
    expect(await holdOf(second(), over.orderId)).toMatchObject({ reasons: ['operator'] })
    // It waits for the moderator and uses none of the day's remaining amount.
    expect(await placeDisks(second(), 20)).toMatchObject({ outcome: 'accepted' })
    expect(await undecided(buyer)).toBe(60n * diskCents)
  })

  test('thirty at once commit no more in total than one after another', async () => {
    const { buyer, first } = await makeTeam()
    await addSignatureRule(buyer.as(), { from: 10n * diskCents, approvals: 1 })
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => askDisks(first())))
    expect(outcomes.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(9)
    expect(outcomes.filter(({ outcome }) => outcome === 'held')).toHaveLength(21)
    expect(await undecided(buyer)).toBe(9n * diskCents)
  })

  test('no sequence of orders, approvals and withdrawals exceeds the limit without a decision', async () => {
    type Step = { do: 'order'; by: 0 | 1; quantity: number } | { do: 'approve' | 'withdraw' | 'sleep' }
    const order = fc.record({
      do: fc.constant('order' as const),
      by: fc.constantFrom(0 as const, 1 as const),
      quantity: fc.integer({ min: 1, max: 4 }),
    })
    const other = fc.record({
      do: fc.constantFrom('approve' as const, 'withdraw' as const, 'sleep' as const),
    })
    const steps = fc.array<Step>(fc.oneof({ weight: 3, arbitrary: order }, { weight: 1, arbitrary: other }), {
      minLength: 4,
      maxLength: 10,
    })
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 2, max: 8 }), async (sequence, limit) => {
        const { buyer, first, second, approver } = await makeTeam()
        await addSignatureRule(buyer.as(), { from: BigInt(limit) * diskCents, approvals: 1 })
        // The oracle counts disks: those of each member accepted automatically today.
        let alone: [number, number] = [0, 0]
        let now = testNow
        const waiting: { orderId: Id<'order'>; by: 0 | 1 }[] = []
        const members = [first, second] as const
        for (const step of sequence) {
          now = addSeconds(now, 1)
          if (step.do === 'sleep') {
            now = addSeconds(now, 86_400)
            alone = [0, 0]
          } else if (step.do === 'order') {
            const { outcome, orderId } = await placeDisks(members[step.by](now), step.quantity)
            const passes = alone[step.by] + step.quantity < limit
            expect(outcome).toBe(passes ? 'accepted' : 'held')
            if (passes) alone[step.by] += step.quantity
            else waiting.push({ orderId, by: step.by })
            expect(Math.max(...alone)).toBeLessThan(limit)
          } else {
            const next = waiting.shift()
            if (!next) continue
            if (step.do === 'approve') await approve(approver(now), next.orderId)
            else await withdrawOrder(members[next.by](now), { id: next.orderId })
          }
        }
      }),
      { numRuns: 12 },
    )
  })
})
