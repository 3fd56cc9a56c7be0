import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { createBudget } from '~/lib/budgets'
import { defineAddressBundle, definePrice } from '~/lib/catalogue'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { addAddressPool } from '~/lib/resources'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import {
  amendPurchaseOrder,
  createPurchaseOrder,
  defineSellingEntity,
  readAddressReferences,
  reserveAddress,
  retryPostponed,
  setReferencePolicy,
} from '../index'
import type { Reserved } from '../place/reserve-address'
import { testSeller } from '../testing/order-world'

describe('the references of an address', () => {
  const { sql } = useTestDatabase()
  let zone: TestZone
  let buyers: TestBuyer[]

  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '1000'
    zone = await makeZone({ count: 1, vcpu: 8 })
    await defineSellingEntity(seedContext(), testSeller)
    buyers = await makeBuyers(sql, 3)
    const address = { slug: 'ipv4-publique', name: 'Adresse IPv4 publique', position: 90 }
    await definePrice(seedContext(), {
      bundleId: await defineAddressBundle(seedContext(), address),
      meter: 'public_address',
      microCentsPerHour: 300_000n,
      validFrom: new Date('2026-01-01T00:00:00Z'),
    })
    const capacity = staffTestContext(newId('staff'), ['capacity'])
    await addAddressPool(capacity, { zoneId: zone.zoneId, range: '203.0.113.0/29' })
  })

  const buyer = (n: number) => buyers[n] as TestBuyer
  /** The address, of an order that was delivered at once. */
  function deliveredAddress(answer: Reserved) {
    if (answer.outcome !== 'reserved') throw new Error(answer.outcome)
    return answer
  }
  const year = { number: 'BC-14', startsOn: '2026-11-01', endsOn: '2026-12-31' }
  const strict = { isPurchaseOrderRequired: true, isMarketNumberRequired: false }
  const under = (purchaseOrderNumber: string) => ({
    idempotencyKey: randomUUID(),
    zoneId: zone.zoneId,
    costReferences: { purchaseOrderNumber },
  })
  const numberField = { code: 'invalid_input', field: 'costReferences.purchaseOrderNumber' }
  const counts = (who: TestBuyer) => sql`
    select (select count(*)::int from orders where organisation_id = ${who.organisationId}) as orders,
      (select count(*)::int from public_addresses where organisation_id = ${who.organisationId} and released_at is null) as addresses`

  test('required by the buyer are refused at their field when left out, and nothing is ordered', async () => {
    const who = buyer(0)
    await setReferencePolicy(who.as(), strict)
    const before = await counts(who)
    const { costReferences: _none, ...without } = under('')
    await expect(reserveAddress(who.as(), without)).rejects.toMatchObject({
      ...numberField,
      params: { reason: 'reference_required' },
    })
    await expect(reserveAddress(who.as(), under('<14>'))).rejects.toMatchObject({
      ...numberField,
      params: { reason: 'purchase_order_form' },
    })
    expect(await counts(who)).toEqual(before)
  })

  test('are on the billed usage, and prefilled the next time', async () => {
    const who = buyer(0)
    const { addressId } = deliveredAddress(await reserveAddress(who.as(), under(' BC-7 ')))
    const [usage] =
      await sql`select cost_references as said from usage_intervals where resource_id = ${addressId}`
    expect(usage?.said).toEqual({ purchaseOrderNumber: 'BC-7' })
    expect(await readAddressReferences(who.as())).toMatchObject({
      rules: { asked: { purchaseOrderNumber: 'required' } },
      usual: { purchaseOrderNumber: 'BC-7' },
    })
    const reader = who.as('reader')
    await expect(readAddressReferences(reader)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('name a purchase order with limited room under concurrent requests; the others wait for an amendment', async () => {
    const who = buyer(1)
    // 0.003 € an hour until the end of the year is more than 2 € and less than 4.
    const { purchaseOrderId } = await createPurchaseOrder(who.as(), { ...year, ceiling: 400n })
    const answers = await Promise.all([1, 2, 3].map(() => reserveAddress(who.as(), under('BC-14'))))
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['held', 'held', 'reserved'])
    const held = answers.flatMap((answer) => (answer.outcome === 'held' ? answer.orderId : []))
    const states = async () =>
      (await sql`select state from orders where id in ${sql(held)}`).map(({ state }) => state)
    const amend = (ceiling: bigint) =>
      amendPurchaseOrder(who.as(), { purchaseOrderId, ceiling, endsOn: year.endsOn, reason: 'Plus' })
    const setQuota = (limit: number) =>
      sql`update quotas set "limit" = ${limit} where organisation_id = ${who.organisationId} and resource = 'public_addresses'`
    // The quota was lowered meanwhile: they wait for it, and the amendment still applies.
    await setQuota(1)
    await amend(5_000n)
    expect(await states()).toEqual(['held', 'held'])
    await setQuota(5)
    await retryPostponed(systemTestContext(addSeconds(testNow, 3_600)))
    expect(await states()).toEqual(['delivered', 'delivered'])
  })

  test('cannot name a purchase order that is not valid yet', async () => {
    const who = buyer(2)
    await createPurchaseOrder(who.as(), { ...year, startsOn: '2026-12-01', ceiling: 5_000n })
    const before = await counts(who)
    await expect(reserveAddress(who.as(), under('BC-14'))).rejects.toMatchObject({
      ...numberField,
      params: { reason: 'purchase_order_not_yet' },
    })
    expect(await counts(who)).toEqual(before)
  })

  test('do not bypass a hard budget', async () => {
    const who = buyer(2)
    await createBudget(who.as(), {
      name: 'Année',
      monthlyEuros: 1,
      thresholds: [100],
      isHard: true,
    })
    await expect(reserveAddress(who.as(), under('BC-15'))).rejects.toMatchObject({
      code: 'budget_exceeded',
      params: { budget: 'Année', over: expect.stringMatching(/^\d+$/) },
    })
  })
})
