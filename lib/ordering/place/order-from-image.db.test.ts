import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { deleteCopy } from '~/lib/resources'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { makeImage } from '~/lib/resources/testing/unjudged'
import { type Estate, makeEstate } from '~/testing/estate'
import { placeOrder, readOrderForm } from '../index'
import { placeOrderInput } from '../schema'

const database = useTestDatabase()
const { sql } = database
const { query, sagasOf } = rowProbe(database)
let estate: Estate

beforeAll(async () => {
  process.env.RATE_LIMIT_FACTOR = '1000'
  estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 64 } })
  await query(
    `insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
     values ($1, 'Andromède SAS', '123456782', 'FR00123456782', 'CMD', true) on conflict do nothing`,
    newId('sellingEntity'),
  )
})

const own = () => estate.own.as('technical')
let named = 0

async function addAvailableImage(bundle: 'small' | 'large' = 'small') {
  const instanceId = await addInstance(estate, { state: 'stopped', bundle })
  const { imageId } = await makeImage(own(), { instanceId, snapshotId: null, name: `socle-${++named}` })
  await query(`update private_images set state = 'available', made_at = now() where id = $1`, imageId)
  await query(`update sagas set state = 'succeeded', finished_at = now() where resource_id = $1`, imageId)
  return imageId
}

async function order(fromImageId: string, over: Record<string, unknown> = {}, ctx = own()) {
  const zone = await query<{ zone_id: string }>(
    'select zone_id from private_images where id = $1',
    fromImageId,
  )
  const line = {
    bundleId: estate.bundles.small.id,
    zoneId: zone[0]?.zone_id,
    fromImageId,
    name: `ne-${++named}`,
    quantity: 1,
    ...over,
  }
  return placeOrder(ctx, placeOrderInput.parse({ idempotencyKey: randomUUID(), lines: [line] }))
}

describe('servers from a private image', () => {
  test('are ordered like others, several at once, and keep the image until they are created', async () => {
    const imageId = await addAvailableImage()
    const outcome = await order(imageId, { quantity: 2 })
    if (outcome.outcome !== 'accepted') throw new Error(outcome.outcome)
    const made = await query<{ id: Id<'instance'>; image_id: string }>(
      `select i.id, i.image_id from instances i join order_lines l on l.id = i.order_line_id
       where l.order_id = $1 and i.source_image_id = $2`,
      outcome.orderId,
      imageId,
    )
    expect(made.map((each) => each.image_id)).toEqual([estate.imageId, estate.imageId])
    expect(await sagasOf(made[0]?.id ?? '')).toEqual([{ kind: 'create_instance', input: {} }])
    await expect(deleteCopy(own(), 'image', imageId)).rejects.toMatchObject({
      params: { reason: 'is_being_copied' },
    })
    for (const { id } of made) await query(`update instances set state = 'running' where id = $1`, id)
    await deleteCopy(own(), 'image', imageId)
    await expect(order(imageId)).rejects.toMatchObject({ code: 'state_forbids' })
  })

  test('need a disk of at least the same size, the zone of the image, and a single source', async () => {
    const imageId = await addAvailableImage('large')
    const refused = (over: Record<string, unknown>, reason: string) =>
      expect(order(imageId, over)).rejects.toMatchObject({ code: 'invalid_input', params: { reason } })
    await refused({}, 'copy_too_small')
    const large = { bundleId: estate.bundles.large.id }
    await refused({ ...large, zoneId: newId('zone') }, 'copy_other_zone')
    await refused({ ...large, imageId: estate.imageId }, 'image_and_snapshot')
    await refused({ bundleId: estate.bundles.storage.id }, 'storage_has_no_image')
  })

  test('are offered on the order page of their organisation only, and unavailable to others', async () => {
    const imageId = await addAvailableImage()
    const offered = async (ctx: ReturnType<typeof own>) =>
      (await readOrderForm(ctx)).zones.flatMap((zone) => zone.images.map((image) => image.id as string))
    expect(await offered(own())).toContain(imageId)
    expect(await offered(estate.foreign.as('technical'))).not.toContain(imageId)
    await expect(order(imageId, {}, estate.foreign.as('technical'))).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('take user data when the image of their first server carries cloud-init', async () => {
    const imageId = await addAvailableImage()
    const shown = async () =>
      (await readOrderForm(own())).zones.flatMap((zone) => zone.images).find((image) => image.id === imageId)
    const userData = '#!/bin/sh\n'
    expect(await shown()).toMatchObject({ hasCloudInit: false })
    await expect(order(imageId, { userData })).rejects.toMatchObject({
      params: { reason: 'image_without_cloud_init' },
    })
    await query('update images set has_cloud_init = true')
    expect(await shown()).toMatchObject({ hasCloudInit: true })
    expect(await order(imageId, { userData })).toMatchObject({ outcome: 'accepted' })
  })
})
