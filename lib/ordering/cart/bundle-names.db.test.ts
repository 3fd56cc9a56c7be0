import { beforeAll, expect, test } from 'vitest'
import { anonymousTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { makeZone } from '~/lib/datacentre/testing/datacenter'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { getInstance, getOverview, listInstances, listVolumes } from '~/lib/resources'
import { listInstancesInput, listVolumesInput } from '~/lib/resources/schema'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { getOrder, listOrders, placeOrder, readOrderForm, readPublicOffer } from '../index'
import { makeCatalogue, serverOrder } from '../testing/order-world'

const { sql } = useTestDatabase()
let buyer: TestBuyer
let orderId: string
let instanceId: string

beforeAll(async () => {
  const zone = await makeZone({ count: 4, vcpu: 50 })
  const catalogue = await makeCatalogue([zone])
  await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
    values (${newId('sellingEntity')}, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true)`
  await sql`update bundles set name = 'Offre française ' || slug, name_en = 'English bundle ' || slug`
  buyer = await makeBuyer(sql)
  for (const bundleId of [catalogue.server, catalogue.combined]) {
    const placed = await placeOrder(
      buyer.as(),
      serverOrder(zone, catalogue, { bundleId, name: `web-${bundleId.slice(-6)}` }),
    )
    if (!('orderId' in placed)) throw new Error(placed.outcome)
    orderId = placed.orderId
  }
  const [server] = await sql<{ id: string }[]>`select id from instances limit 1`
  instanceId = server?.id ?? ''
})

const readers: Record<string, (ctx: OpContext) => Promise<unknown>> = {
  'the order page': (ctx) => readOrderForm(ctx),
  'an order': (ctx) => getOrder(ctx, { id: orderId }),
  'the list of orders': (ctx) => listOrders(ctx),
  'the list of servers': (ctx) => listInstances(ctx, listInstancesInput.parse({})),
  'a server': (ctx) => getInstance(ctx, { instanceId: instanceId as never }),
  'the list of volumes': (ctx) => listVolumes(ctx, listVolumesInput.parse({})),
  'the home page': (ctx) => getOverview(ctx),
  'the public prices': (ctx) => readPublicOffer({ ...anonymousTestContext(ctx.now), locale: ctx.locale }),
}
const text = (value: unknown) =>
  JSON.stringify(value, (_key, each) =>
    typeof each === 'bigint' ? String(each) : each instanceof Map ? [...each] : each,
  )

test.each(Object.entries(readers))('%s names bundles in the language of its reader', async (_what, read) => {
  const english = text(await read({ ...buyer.as(), locale: 'en' }))
  expect(english).toContain('English bundle')
  expect(english).not.toContain('Offre française')
  const french = text(await read({ ...buyer.as(), locale: 'fr' }))
  expect(french).toContain('Offre française')
  expect(french).not.toContain('English bundle')
})
