import { beforeAll, expect, test } from 'vitest'
import { anonymousTestContext, staffTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import {
  defineAddressBundle,
  defineBalancerBundle,
  definePrice,
  getBundle,
  listCatalogue,
} from '~/lib/catalogue'
import { getHost } from '~/lib/datacentre'
import { makeZone, seedContext } from '~/lib/datacentre/testing/datacenter'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { getZone } from '~/lib/placement'
import {
  getInstance,
  getOverview,
  listAddresses,
  listInstances,
  listResizeChoices,
  listVolumes,
  readBalancerForm,
} from '~/lib/resources'
import { listInstancesInput, listVolumesInput } from '~/lib/resources/schema'
import { makeBuyer, type TestBuyer } from '~/testing/buyer'
import { getOrder, listOrders, placeOrder, readOrderForm, readPublicOffer } from '../index'
import { makeCatalogue, serverOrder } from '../testing/order-world'

const { sql } = useTestDatabase()
let buyer: TestBuyer
let orderId: string
let instanceId: Id<'instance'>
let zoneId: Id<'zone'>
let hostId: Id<'host'>
let bundleId: Id<'bundle'>
const staff = staffTestContext(newId('staff'), ['capacity'])

beforeAll(async () => {
  const zone = await makeZone({ count: 4, vcpu: 50 })
  zoneId = zone.zoneId
  const catalogue = await makeCatalogue([zone])
  await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
    values (${newId('sellingEntity')}, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true)`
  bundleId = catalogue.server
  await sellServices()
  await sql`update bundles set name = 'Offre française ' || slug, name_en = 'English bundle ' || slug`
  buyer = await makeBuyer(sql)
  for (const ordered of [catalogue.server, catalogue.combined]) {
    const placed = await placeOrder(
      buyer.as(),
      serverOrder(zone, catalogue, { bundleId: ordered, name: `web-${ordered.slice(-6)}` }),
    )
    if (!('orderId' in placed)) throw new Error(placed.outcome)
    orderId = placed.orderId
  }
  const [server] = await sql<{ id: Id<'instance'>; hostId: Id<'host'> }[]>`
    select id, host_id as "hostId" from instances limit 1`
  if (!server) throw new Error('no server')
  instanceId = server.id
  hostId = server.hostId
})

async function sellServices(): Promise<void> {
  const ctx = seedContext()
  const validFrom = new Date('2026-01-01T00:00:00Z')
  const address = await defineAddressBundle(ctx, { slug: 'ipv4', name: 'Adresse', position: 100 })
  const balancer = await defineBalancerBundle(ctx, {
    slug: 'repartiteur',
    name: 'Répartiteur',
    position: 101,
  })
  await definePrice(ctx, { bundleId: address, meter: 'public_address', microCentsPerHour: 1n, validFrom })
  await definePrice(ctx, { bundleId: balancer, meter: 'load_balancer', microCentsPerHour: 1n, validFrom })
}

const readers: Record<string, (ctx: OpContext) => Promise<unknown>> = {
  'the order page': (ctx) => readOrderForm(ctx),
  'an order': (ctx) => getOrder(ctx, { id: orderId }),
  'the list of orders': (ctx) => listOrders(ctx),
  'the list of servers': (ctx) => listInstances(ctx, listInstancesInput.parse({})),
  'a server': (ctx) => getInstance(ctx, { instanceId }),
  'the list of volumes': (ctx) => listVolumes(ctx, listVolumesInput.parse({})),
  'the choices of a resize': (ctx) => listResizeChoices(ctx, { instanceId }),
  'the page of addresses': (ctx) => listAddresses(ctx),
  'the order of a load balancer': (ctx) => readBalancerForm(ctx, { projectId: buyer.projectId }),
  'the home page': (ctx) => getOverview(ctx),
  'the public prices': (ctx) => readPublicOffer({ ...anonymousTestContext(ctx.now), locale: ctx.locale }),
  // Its room is remembered for a minute, in one language or the other.
  "the operator's page of a zone": (ctx) => getZone({ ...staff, locale: ctx.locale }, zoneId),
  "the operator's page of a host": (ctx) => getHost({ ...staff, locale: ctx.locale }, hostId),
}

test("the operator's catalogue is in the language of its reader, and its form has both names", async () => {
  const english = { ...staff, locale: 'en' as const }
  const { bundles } = await listCatalogue(english)
  expect(bundles.filter(({ name }) => !name.startsWith('English bundle'))).toEqual([])
  const { bundle } = await getBundle(english, bundleId)
  const names = { nameFr: `Offre française ${bundle.slug}`, nameEn: `English bundle ${bundle.slug}` }
  expect(bundle).toMatchObject({ ...names, name: names.nameEn })
  expect((await getBundle(staff, bundleId)).bundle).toMatchObject({ ...names, name: names.nameFr })
})

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
