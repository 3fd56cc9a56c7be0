import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { type Id, newId } from '~/lib/kernel/ids'
import { deleteCopy } from '~/lib/resources'
import { addInstance } from '~/lib/resources/testing/resources'
import { rowProbe } from '~/lib/resources/testing/row-probe'
import { takeInstanceSnapshot } from '~/lib/resources/testing/unjudged'
import { type Estate, makeEstate } from '~/testing/estate'
import { copyInstance, listServerChoices } from '../index'
import { copyInstanceInput } from '../schema'

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
const copyOf = (snapshotId: string, over: Record<string, unknown> = {}) =>
  copyInstanceInput.parse({
    idempotencyKey: randomUUID(),
    snapshotId,
    bundleId: estate.bundles.small.id,
    name: `clone-${++copies}`,
    ...over,
  })

async function addAvailableSnapshot(instanceId: Id<'instance'>) {
  const name = `instant-${++copies}`
  const { snapshotId, sagaId } = await takeInstanceSnapshot(own(), { instanceId, name })
  await query(`update sagas set state = 'succeeded', finished_at = now() where id = $1`, sagaId)
  await query(`update instance_snapshots set state = 'available', taken_at = now() where id = $1`, snapshotId)
  return snapshotId
}

describe('a server from a snapshot', () => {
  test('is ordered once per key, with the image of the original server, and records its snapshot', async () => {
    const instanceId = await addInstance(estate)
    const snapshotId = await addAvailableSnapshot(instanceId)
    const input = copyOf(snapshotId)
    const [first, again] = [await copyInstance(own(), input), await copyInstance(own(), input)]
    expect(again).toEqual(first)
    const made = await query<{ id: Id<'instance'>; state: string; image_id: string }>(
      `select i.id, i.state, i.image_id from instances i join order_lines l on l.id = i.order_line_id
       where l.order_id = $1 and i.source_snapshot_id = $2`,
      first.orderId,
      snapshotId,
    )
    expect(made).toMatchObject([{ state: 'creating', image_id: estate.imageId }])
    expect(await sagasOf(made[0]?.id ?? '')).toEqual([{ kind: 'create_instance', input: {} }])
    // The snapshot cannot be deleted until the server is created.
    await expect(deleteCopy(own(), 'server_snapshot', snapshotId)).rejects.toMatchObject({
      params: { reason: 'is_being_copied' },
    })
    await query(`update instances set state = 'running' where id = $1`, made[0]?.id ?? '')
    await deleteCopy(own(), 'server_snapshot', snapshotId)
  })

  test('needs a disk of at least the same size and an existing snapshot', async () => {
    const instanceId = await addInstance(estate, { bundle: 'large' })
    const snapshotId = await addAvailableSnapshot(instanceId)
    await expect(copyInstance(own(), copyOf(snapshotId))).rejects.toMatchObject({
      code: 'invalid_input',
      params: { reason: 'copy_too_small' },
    })
    const storage = { bundleId: estate.bundles.storage.id }
    await expect(copyInstance(own(), copyOf(snapshotId, storage))).rejects.toMatchObject({
      code: 'invalid_input',
    })
    const choices = await listServerChoices(own(), { instanceId })
    expect(choices[0]).toMatchObject({ bundleId: estate.bundles.large.id, rootDiskGib: 100 })
    await query(`update instance_snapshots set state = 'creating', taken_at = null where id = $1`, snapshotId)
    await expect(
      copyInstance(own(), copyOf(snapshotId, { bundleId: estate.bundles.large.id })),
    ).rejects.toMatchObject({ code: 'state_forbids' })
  })

  test('is unavailable to other organisations and readers', async () => {
    const snapshotId = await addAvailableSnapshot(await addInstance(estate))
    await expect(copyInstance(estate.foreign.as('technical'), copyOf(snapshotId))).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(copyInstance(estate.own.as('reader'), copyOf(snapshotId))).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
