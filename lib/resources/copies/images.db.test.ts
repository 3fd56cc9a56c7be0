import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { openUsage } from '~/lib/usage'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { startInstance } from '../servers/start-instance'
import { addInstance } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { makeImage, resizeInstance, takeInstanceSnapshot } from '../testing/unjudged'
import { changeCopyState } from './change-copy-state'
import { copyKinds } from './copy-kinds'
import { deleteCopy } from './delete-copy'
import { listImages } from './list-copies'

const database = useTestDatabase()
const { sql } = database
const { query, stateOf, sagasOf, auditsOf } = rowProbe(database)
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 64 } })
})
beforeEach(() => query('update organisations set spending_cap_cents = null'))

const own = () => estate.own.as('technical')
const stopped = () => addInstance(estate, { state: 'stopped' })
const ofDisk = (instanceId: Id<'instance'>, name: string) =>
  makeImage(own(), { instanceId, snapshotId: null, name })
const imageState = async (id: string) =>
  (await query<{ state: string }>('select state from private_images where id = $1', id))[0]?.state
const claimOf = (id: string) =>
  query(`select resource_kind, pool_gib, state from allocations where resource_id = $1`, id)

/** An image after its saga has ended: available and metered. */
async function addAvailableImage(name: string) {
  const { imageId, sagaId } = await ofDisk(await stopped(), name)
  const worker = workerAt(testNow)
  await withSystem(worker, async (tx) => {
    const row = await changeCopyState(tx, worker, 'image', imageId, {
      from: ['creating'],
      to: 'available',
      effectiveAt: testNow,
      set: { takenAt: testNow },
    })
    await openUsage(tx, { resource: row, meters: ['disk_snapshot'], at: testNow, recordedAt: testNow })
  })
  await query(`update sagas set state = 'succeeded', finished_at = now() where id = $1`, sagaId)
  return imageId
}

async function snapshotOf(instanceId: Id<'instance'>) {
  const { snapshotId, sagaId } = await takeInstanceSnapshot(own(), { instanceId, name: 'avant' })
  await query(`update sagas set state = 'succeeded', finished_at = now() where id = $1`, sagaId)
  await query(`update instance_snapshots set state = 'available', taken_at = now() where id = $1`, snapshotId)
  return snapshotId
}

describe('an image of a server', () => {
  test('claims as much as the disk on a pool of the zone, once for two clicks', async () => {
    const instanceId = await stopped()
    const clicks = await Promise.allSettled([1, 2].map(() => ofDisk(instanceId, 'socle')))
    const made = clicks.find((click) => click.status === 'fulfilled')?.value
    if (!made) throw new Error('one of the clicks was heard')
    expect(clicks.find((click) => click.status === 'rejected')?.reason).toMatchObject({ code: 'name_taken' })
    expect(await claimOf(made.imageId)).toEqual([{ resource_kind: 'image', pool_gib: 50, state: 'pending' }])
    expect(await sagasOf(made.imageId)).toEqual([
      { kind: 'create_image', input: { instanceId, snapshotId: null } },
    ])
    expect(await auditsOf(made.imageId)).toEqual(['image.requested'])
    // The server keeps running; only operations that would move its disk wait.
    await expect(
      resizeInstance(own(), { instanceId, bundleId: estate.bundles.large.id }),
    ).rejects.toMatchObject({ code: 'state_forbids', params: { reason: 'server_image_on_the_way' } })
    await startInstance(own(), { instanceId })
    expect(await stateOf(instanceId)).toBe('starting')
  })

  test('of a running server is made from a snapshot, which stays until then', async () => {
    const instanceId = await addInstance(estate)
    await expect(ofDisk(instanceId, 'direct')).rejects.toMatchObject({ params: { reason: 'is_running' } })
    const snapshotId = await snapshotOf(instanceId)
    const { imageId } = await makeImage(own(), { instanceId, snapshotId, name: 'depuis-avant' })
    await expect(deleteCopy(own(), 'server_snapshot', snapshotId)).rejects.toMatchObject({
      params: { reason: 'is_being_copied' },
    })
    await query(`update private_images set state = 'available' where id = $1`, imageId)
    await deleteCopy(own(), 'server_snapshot', snapshotId)
    const other = await addInstance(estate)
    await expect(makeImage(own(), { instanceId: other, snapshotId, name: 'autre' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('is listed with its place, its source and its cost', async () => {
    const imageId = await addAvailableImage('liste')
    const listed = (await listImages(own())).find((each) => each.id === imageId)
    expect(listed).toMatchObject({
      ...{ name: 'liste', state: 'available', sizeGib: 50, monthlyCents: '89', dependents: 0 },
      server: { isThere: true },
      takenAt: testNow.toISOString(),
    })
  })

  test('is refused over the maximum, over the cap and without capacity; nothing changes', async () => {
    const instanceId = await stopped()
    const refused = () => ofDisk(instanceId, 'trop')
    await query('update organisations set spending_cap_cents = 1')
    await expect(refused()).rejects.toMatchObject({ code: 'spending_cap_exceeded' })
    await query('update organisations set spending_cap_cents = null')
    await query('update storage_pools set gib_reserved = gib_reserved + gib_free, gib_free = 0')
    await expect(refused()).rejects.toMatchObject({ params: { reason: 'images_no_room' } })
    await query('update storage_pools set gib_free = gib_reserved, gib_reserved = 0')
    await query(
      `insert into private_images (id, organisation_id, project_id, instance_id, image_id, order_line_id, bundle_id, zone_id, pool_id, name, size_gib, state, created_at)
       select 'pim_' || n || substr(i.id, 5), i.organisation_id, i.project_id, i.id, i.image_id, i.order_line_id, i.bundle_id, i.zone_id, p.id, 'n' || n, 1, 'available', now()
       from instances i, generate_series(1, $2::int) n, (select id from storage_pools limit 1) p where i.id = $1`,
      instanceId,
      String(copyKinds.image.max),
    )
    await expect(refused()).rejects.toMatchObject({ params: { reason: 'too_many_images' } })
    await query('delete from private_images where instance_id = $1', instanceId)
    expect(await query(`select id from private_images where name = 'trop'`)).toEqual([])
  })

  test('is deleted once, not while a server is created from it, and not by other organisations or readers', async () => {
    const imageId = await addAvailableImage('passager')
    const foreign = await addInstance(estate, { of: estate.foreign, state: 'stopped' })
    await expect(ofDisk(foreign, 'un')).rejects.toMatchObject({ code: 'not_found' })
    await expect(deleteCopy(estate.foreign.as('technical'), 'image', imageId)).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(deleteCopy(estate.own.as('reader'), 'image', imageId)).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await listImages(estate.foreign.as('technical'))).toEqual([])
    const server = await addInstance(estate, { state: 'creating' })
    await query('update instances set source_image_id = $2 where id = $1', server, imageId)
    await expect(deleteCopy(own(), 'image', imageId)).rejects.toMatchObject({
      params: { reason: 'is_being_copied' },
    })
    await query(`update instances set state = 'running' where id = $1`, server)
    const clicks = await Promise.allSettled([1, 2].map(() => deleteCopy(own(), 'image', imageId)))
    expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1)
    expect(await imageState(imageId)).toBe('deleting')
  })
})
