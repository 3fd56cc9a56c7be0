import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { defineBundle, defineImage, definePrice } from '~/lib/catalogue'
import { makeZone, seedContext, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { type Id, newId } from '~/lib/kernel/ids'
import { makeBuyer } from '~/testing/buyer'
import { placeOrder } from '../index'
import { makeCatalogue, serverOrder } from '../testing/order-world'

const { sql } = useTestDatabase()
let plain: TestZone
let able: TestZone
let machine: Id<'bundle'>
let catalogue: Awaited<ReturnType<typeof makeCatalogue>>

beforeAll(async () => {
  plain = await makeZone({ count: 2, vcpu: 8 })
  able = await makeZone({ count: 3, vcpu: 8 })
  catalogue = await makeCatalogue([plain, able])
  await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default) values (${newId('sellingEntity')}, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true)`
  machine = await defineBundle(seedContext(), {
    slug: 'machine-1',
    name: 'Machine 1',
    family: 'essential',
    instanceType: 'virtual-machine',
    requiredLabels: { ssd: 'nvme' },
    vcpu: 1,
    memoryMib: 1024,
    rootDiskGib: 10,
    volumeGib: 0,
    position: 9,
  })
  for (const meter of ['compute', 'root_disk'] as const)
    await definePrice(seedContext(), {
      bundleId: machine,
      meter,
      microCentsPerHour: 1_000_000n,
      validFrom: new Date('2026-01-01T00:00:00Z'),
    })
  // One host supports both types; another runs virtual machines only.
  await sql`update hosts set labels = '{"virtual-machines":"yes","ssd":"nvme"}' where id = (
    select id from hosts where zone_id = ${able.zoneId} order by id limit 1)`
  await sql`update hosts set labels = '{"virtual-machines":"yes"}' where id = (
    select id from hosts where zone_id = ${able.zoneId} order by id desc limit 1)`
})

test('a virtual machine is placed on a host that supports it; a zone without one offers another zone', async () => {
  const buyer = await makeBuyer(sql)
  const order = (zone: TestZone, over: { imageId?: Id<'image'>; name?: string } = {}) =>
    placeOrder(buyer.as(), serverOrder(zone, catalogue, { bundleId: machine, ...over }))
  expect(await order(plain)).toMatchObject({
    outcome: 'insufficient_capacity',
    short: 'label',
    elsewhere: [{ zoneId: able.zoneId }],
  })
  expect(await order(able)).toMatchObject({ outcome: 'accepted' })
  const hosts = await sql<{ labels: object }[]>`
    select h.labels from instances i join hosts h on h.id = i.host_id where i.bundle_id = ${machine}`
  expect(hosts.map(({ labels }) => labels)).toEqual([{ 'virtual-machines': 'yes', ssd: 'nvme' }])

  const [container, either] = await Promise.all(
    (['container', null] as const).map((instanceType) =>
      defineImage(seedContext(), {
        slug: `image-${instanceType}`,
        name: 'Image',
        updatedOn: '2026-11-20',
        position: 5,
        minDiskGib: 5,
        instanceType,
        zones: [{ zoneId: able.zoneId, alias: 'image' }],
      }),
    ),
  )
  await expect(order(able, { imageId: container as Id<'image'>, name: 'db' })).rejects.toMatchObject({
    code: 'invalid_input',
    params: { reason: 'image_other_type' },
  })
  expect(await order(able, { imageId: either as Id<'image'>, name: 'db' })).toMatchObject({
    outcome: 'accepted',
  })
})
