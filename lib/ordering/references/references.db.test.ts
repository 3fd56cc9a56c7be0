import { beforeAll, describe, expect, test } from 'vitest'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import {
  defineSellingEntity,
  placeOrder,
  readReferenceRules,
  registerStructure,
  setReferencePolicy,
} from '../index'
import type { PlaceOrderInput } from '../schema'
import { makeCatalogue, serverOrder, type TestCatalogue, testSeller } from '../testing/order-world'

const own = '21999042100014'
const payer = '25999063800019'

describe('the references of an order', () => {
  const { sql } = useTestDatabase()
  let zone: TestZone
  let catalogue: TestCatalogue
  let body: TestBuyer
  let company: TestBuyer
  let made = 0

  beforeAll(async () => {
    process.env.RATE_LIMIT_FACTOR = '1000'
    zone = await makeZone({ count: 4, vcpu: 50 })
    catalogue = await makeCatalogue([zone])
    await defineSellingEntity(seedContext(), testSeller)
    ;[body, company] = await makeBuyers(sql, 2)
    await sql`update organisations set kind = 'public_body', siret = ${own} where id = ${body.organisationId}`
    const none = { isCommitmentRequired: false, isCommitmentOrServiceCodeRequired: false, serviceCodes: [] }
    await registerStructure(systemTestContext(), {
      ...none,
      siret: own,
      name: 'Valmont',
      isServiceCodeRequired: true,
    })
    await registerStructure(systemTestContext(), {
      ...none,
      siret: payer,
      name: 'Ternois',
      isServiceCodeRequired: false,
      isCommitmentRequired: true,
    })
  })

  const order = (costReferences: PlaceOrderInput['lines'][number]['costReferences']) => {
    made += 1
    return serverOrder(zone, catalogue, { name: `srv-${made}x`, costReferences })
  }
  const keptOf = async (orderId: string) =>
    (
      await sql`select o.reference_check as check, l.cost_references as kept from orders o join order_lines l on l.order_id = o.id where o.id = ${orderId}`
    )[0]
  const place = async (buyer: TestBuyer, references: Parameters<typeof order>[0]) => {
    const outcome = await placeOrder(buyer.as(), order(references))
    if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
    return keptOf(outcome.orderId)
  }

  test('are those of the usual payer, and carry its SIRET', async () => {
    await expect(placeOrder(body.as(), order({}))).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'lines.0.costReferences.serviceCode',
      params: { reason: 'reference_required' },
    })
    expect(await place(body, { serviceCode: ' DSI ' })).toEqual({
      check: 'checked',
      kept: { payerSiret: own, serviceCode: 'DSI' },
    })
  })

  test('are those of another structure when the order names it', async () => {
    await expect(
      placeOrder(body.as(), order({ payerSiret: payer, serviceCode: 'DSI' })),
    ).rejects.toMatchObject({ field: 'lines.0.costReferences.commitmentReference' })
    expect(await place(body, { payerSiret: '259 990 638 00019', commitmentReference: '1300012345' })).toEqual(
      {
        check: 'checked',
        kept: { payerSiret: payer, commitmentReference: '1300012345' },
      },
    )
  })

  test('that no directory can check are accepted and flagged', async () => {
    const unknownSiret = '21999042100121'
    expect(await place(body, { payerSiret: unknownSiret })).toEqual({
      check: 'unknown_structure',
      kept: { payerSiret: unknownSiret },
    })
    const [audited] =
      await sql`select details from audit_events where event = 'order.placed' order by occurred_at desc, id desc limit 1`
    expect(audited?.details).toMatchObject({ referencesNotChecked: 'unknown_structure' })
  })

  test('with an invalid SIRET are refused at the field, and nothing is ordered', async () => {
    const before = await sql`select count(*)::int as n from orders`
    await expect(placeOrder(body.as(), order({ payerSiret: '21999042100015' }))).rejects.toMatchObject({
      field: 'lines.0.costReferences.payerSiret',
      params: { reason: 'siret_wrong' },
    })
    expect(await sql`select count(*)::int as n from orders`).toEqual(before)
  })

  test('of a company are those of its own policy', async () => {
    expect(await place(company, undefined)).toEqual({ check: null, kept: {} })
    const policy = { isPurchaseOrderRequired: true, isMarketNumberRequired: false }
    await setReferencePolicy(company.as(), policy)
    await expect(placeOrder(company.as(), order(undefined))).rejects.toMatchObject({
      field: 'lines.0.costReferences.purchaseOrderNumber',
      params: { reason: 'reference_required' },
    })
    expect(await place(company, { purchaseOrderNumber: 'BC-14' })).toMatchObject({
      kept: { purchaseOrderNumber: 'BC-14' },
    })
    await expect(setReferencePolicy(company.as(), { ...policy, payerSiret: payer })).rejects.toMatchObject({
      field: 'payerSiret',
      params: { reason: 'reference_not_asked' },
    })
  })

  test('a member without the right to change the organisation sets no policy, and reads only its own rules', async () => {
    const technical = body.as('technical')
    await expect(
      setReferencePolicy(technical, { isPurchaseOrderRequired: true, isMarketNumberRequired: false }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    expect(await readReferenceRules(technical, {})).toMatchObject({ payerSiret: own, check: 'checked' })
    expect(await readReferenceRules(company.as(), { payerSiret: own })).toMatchObject({ payerSiret: null })
  })
})
