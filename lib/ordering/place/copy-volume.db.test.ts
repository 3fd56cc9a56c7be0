import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { VolumeState } from '~/db/schema/resources/compute'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { deleteCopy, inspectVolume, restoreSnapshot } from '~/lib/resources'
import { addVolume } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { takeSnapshot } from '~/lib/resources/testing/unjudged'
import { type Estate, makeEstate } from '~/testing/estate'
import { copyVolume, listCopyChoices } from '../index'
import { copyVolumeInput } from '../schema'
import { retryVolume } from './retry-failed'

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
let copies = 0
const copyOf = (volumeId: Id<'volume'>, over: Record<string, unknown> = {}) =>
  copyVolumeInput.parse({
    idempotencyKey: randomUUID(),
    bundleId: estate.bundles.storage.id,
    name: `copie-${++copies}`,
    volumeId,
    ...over,
  })
const madeFrom = (orderId: string) =>
  query<{ id: Id<'volume'>; state: string; source_volume_id: string; source_snapshot_id: string | null }>(
    `select v.id, v.state, v.source_volume_id, v.source_snapshot_id from volumes v
     join order_lines l on l.id = v.order_line_id where l.order_id = $1`,
    orderId,
  )

async function addAvailableSnapshot(volumeId: Id<'volume'>) {
  const { snapshotId, sagaId } = await takeSnapshot(own(), { volumeId, name: `instant-${++copies}` })
  await query(`update sagas set state = 'succeeded', finished_at = now() where id = $1`, sagaId)
  await query(`update volume_snapshots set state = 'available', taken_at = now() where id = $1`, snapshotId)
  return snapshotId
}

describe('copying a volume', () => {
  test('orders an independent volume that records its source, once per key', async () => {
    const volumeId = await addVolume(estate)
    const input = copyOf(volumeId)
    const [first, again] = [await copyVolume(own(), input), await copyVolume(own(), input)]
    expect(again).toEqual(first)
    const made = await madeFrom(first.orderId)
    expect(made).toMatchObject([{ state: 'creating', source_volume_id: volumeId, source_snapshot_id: null }])
    expect(await sagasOf(made[0]?.id ?? '')).toEqual([
      { kind: 'copy_volume', input: { volumeId, snapshotId: null } },
    ])
    const claims = await query(
      'select pool_gib, state from allocations where resource_id = $1',
      made[0]?.id ?? '',
    )
    expect(claims).toEqual([{ pool_gib: 100, state: 'pending' }])
    const seen = await inspectVolume(own(), { volumeId: made[0]?.id as Id<'volume'> })
    expect(seen.volume.source).toMatchObject({ volumeId, snapshot: null })
  })

  test('prevents deletion of the snapshot being copied, and restoration of the volume', async () => {
    const volumeId = await addVolume(estate)
    const [copied, other] = [await addAvailableSnapshot(volumeId), await addAvailableSnapshot(volumeId)]
    const { orderId } = await copyVolume(own(), copyOf(volumeId, { snapshotId: copied }))
    const still = { code: 'state_forbids', params: { reason: 'is_being_copied' } }
    await expect(deleteCopy(own(), 'volume_snapshot', copied)).rejects.toMatchObject(still)
    await expect(restoreSnapshot(own(), 'volume_snapshot', other)).rejects.toMatchObject(still)
    await deleteCopy(own(), 'volume_snapshot', other)
    expect((await inspectVolume(own(), { volumeId })).copying).toBe(1)
    const [copy] = await madeFrom(orderId)
    await query(`update volumes set state = 'available' where id = $1`, copy?.id ?? '')
    await deleteCopy(own(), 'volume_snapshot', copied)
  })

  test('that failed is retried as a copy', async () => {
    const volumeId = await addVolume(estate)
    const { orderId } = await copyVolume(own(), copyOf(volumeId))
    const [copy] = await madeFrom(orderId)
    if (!copy) throw new Error('a copy was ordered')
    await query(`update sagas set state = 'undone', finished_at = now() where resource_id = $1`, copy.id)
    await query(`update volumes set state = 'failed', failure_code = 'timeout' where id = $1`, copy.id)
    await query("select app.end_allocation($1, 'voided', now())", copy.id)
    await retryVolume(own(), { volumeId: copy.id })
    expect((await sagasOf(copy.id)).map((saga) => saga.kind)).toEqual(['copy_volume', 'copy_volume'])
  })

  test.each(['creating', 'restoring', 'deleted', 'failed'] as VolumeState[])(
    'a volume that is %s cannot be copied',
    async (state) => {
      const volumeId = await addVolume(estate, { state })
      await expect(copyVolume(own(), copyOf(volumeId))).rejects.toMatchObject({ code: 'state_forbids' })
    },
  )

  test('needs a storage bundle of at least the same size, and capacity', async () => {
    const volumeId = await addVolume(estate)
    const refused = (bundleId: Id<'bundle'>) => copyVolume(own(), copyOf(volumeId, { bundleId }))
    await expect(refused(estate.bundles.small.id)).rejects.toMatchObject({ code: 'invalid_input' })
    await query('update volumes set size_gib = 101 where id = $1', volumeId)
    await expect(refused(estate.bundles.storage.id)).rejects.toMatchObject({
      params: { reason: 'copy_too_small' },
    })
    expect(await listCopyChoices(own(), { volumeId })).toEqual([])
    await query('update volumes set size_gib = 100 where id = $1', volumeId)
    expect(await listCopyChoices(own(), { volumeId })).toMatchObject([{ volumeGib: 100 }])
    await query('update storage_pools set gib_reserved = gib_reserved + gib_free, gib_free = 0')
    await expect(refused(estate.bundles.storage.id)).rejects.toMatchObject({ code: 'insufficient_capacity' })
    await query(
      `update storage_pools p set gib_free = gib_physical - coalesce((select sum(pool_gib) from allocations a
         where a.pool_id = p.id and a.state in ('pending', 'posted')), 0), gib_reserved = 0`,
    )
  })

  test('is unavailable to other organisations, for their snapshots, and to readers', async () => {
    const [mine, foreign] = [await addVolume(estate), await addVolume(estate, { of: estate.foreign })]
    const snapshotId = await addAvailableSnapshot(mine)
    await expect(copyVolume(own(), copyOf(foreign))).rejects.toMatchObject({ code: 'not_found' })
    await expect(copyVolume(own(), copyOf(foreign, { snapshotId }))).rejects.toMatchObject({
      code: 'not_found',
    })
    const other = await addVolume(estate)
    await expect(copyVolume(own(), copyOf(other, { snapshotId }))).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(copyVolume(estate.own.as('reader'), copyOf(mine))).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(listCopyChoices(own(), { volumeId: foreign })).rejects.toMatchObject({ code: 'not_found' })
  })
})
