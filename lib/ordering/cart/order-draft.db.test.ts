import { beforeAll, describe, expect, test } from 'vitest'
import { memberTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { defineSellingEntity, placeOrder, readLinesLike, readOrderForm, saveOrderDraft } from '../index'
import { type OrderDraftInput, orderDraftInput } from '../schema'
import { makeCatalogue, serverOrder, type TestCatalogue, testSeller } from '../testing/order-world'

describe('the cart of a person', () => {
  const { sql } = useTestDatabase()
  let zone: TestZone
  let catalogue: TestCatalogue
  let mine: TestBuyer
  let other: TestBuyer

  beforeAll(async () => {
    zone = await makeZone({ count: 4, vcpu: 50 })
    catalogue = await makeCatalogue([zone])
    await defineSellingEntity(seedContext(), testSeller)
    const made = await makeBuyers(sql, 2)
    mine = made[0] as TestBuyer
    other = made[1] as TestBuyer
  })

  const line = (name: string) => ({
    bundleId: catalogue.server,
    zoneId: zone.zoneId,
    imageId: catalogue.imageId,
    sshKeyIds: [],
    name,
    quantity: 2,
    placement: '',
  })
  const draft = (...names: string[]): OrderDraftInput => ({
    cart: { lines: names.map(line), current: 0, references: { serviceCode: 'DSI' } },
  })

  test('is restored, replaced by the next save, and invisible to other people', async () => {
    await saveOrderDraft(mine.as(), draft('web'))
    await saveOrderDraft(mine.as(), draft('web', 'base'))
    const { draft: found } = await readOrderForm(mine.as())
    expect(found).toEqual({ cart: draft('web', 'base').cart, savedAt: mine.as().now.toISOString() })
    expect((await readOrderForm(other.as())).draft).toBeNull()
    const colleague = memberTestContext(other.accountId, { ...mine, role: 'technical' })
    expect((await readOrderForm(colleague)).draft).toBeNull()
  })

  test('is refused with user data, which may hold secrets', () => {
    const cart = { ...draft('web').cart, lines: [line('web')] }
    const withText = {
      cart: { ...cart, lines: cart.lines.map((each) => ({ ...each, userData: '#!/bin/sh' })) },
    }
    expect(orderDraftInput.safeParse({ cart }).success).toBe(true)
    expect(orderDraftInput.safeParse(withText).success).toBe(false)
  })

  test('survives another order and is deleted by its own', async () => {
    await saveOrderDraft(mine.as(), draft('web'))
    await placeOrder(mine.as(), serverOrder(zone, catalogue, { name: 'ailleurs' }))
    expect((await readOrderForm(mine.as())).draft).not.toBeNull()
    const outcome = await placeOrder(mine.as(), {
      ...serverOrder(zone, catalogue, { name: 'du-panier' }),
      isFromDraft: true,
    })
    expect(outcome.outcome).toBe('accepted')
    expect((await readOrderForm(mine.as())).draft).toBeNull()
  })

  test('is forgotten when the person empties it', async () => {
    await saveOrderDraft(mine.as(), draft('web'))
    await saveOrderDraft(other.as(), draft('base'))
    await saveOrderDraft(mine.as(), { cart: null })
    expect((await readOrderForm(mine.as())).draft).toBeNull()
    expect(await sql`select 1 from order_drafts where account_id = ${mine.accountId}`).toEqual([])
    expect((await readOrderForm(other.as())).draft?.cart).toEqual(draft('base').cart)
  })

  test('is not saved for a person without the right to order', async () => {
    const reader = mine.as('reader')
    await expect(saveOrderDraft(reader, draft('web'))).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a past order is read as lines to order again; an order of another organisation is not found', async () => {
    const { lines } = serverOrder(zone, catalogue, {
      name: 'encore',
      quantity: 3,
      costReferences: { marketNumber: 'M-1' },
    })
    const disk = {
      ...lines[0],
      bundleId: catalogue.disk,
      imageId: undefined,
      name: 'encore-disque',
      quantity: 1,
    }
    const outcome = await placeOrder(mine.as(), {
      idempotencyKey: 'again-again-again-1',
      lines: [...lines, disk as (typeof lines)[number]],
    })
    if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
    const again = await readLinesLike(mine.as(), { from: outcome.orderId })
    expect(again).toMatchObject([
      {
        bundleId: catalogue.server,
        zoneId: zone.zoneId,
        imageId: catalogue.imageId,
        quantity: 3,
        references: { marketNumber: 'M-1' },
      },
      { bundleId: catalogue.disk, imageId: '', quantity: 1 },
    ])
    expect(await readLinesLike(other.as(), { from: outcome.orderId })).toEqual([])
    expect(await readLinesLike(mine.as(), { from: 'ord_nothing' })).toEqual([])
  })
})
