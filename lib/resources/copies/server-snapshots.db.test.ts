import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { openUsage } from '~/lib/usage'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { inspectInstance } from '../common/inspect-resource'
import { addInstance } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { resizeInstance, takeInstanceSnapshot } from '../testing/unjudged'
import { changeCopyState } from './change-copy-state'
import { copyKinds } from './copy-kinds'
import { deleteCopy } from './delete-copy'
import { restoreSnapshot } from './restore-snapshot'

const database = useTestDatabase()
const { sql } = database
const { query, stateOf, sagasOf, auditsOf } = rowProbe(database)
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 64 } })
})
beforeEach(() => query('update organisations set spending_cap_cents = null'))

const own = () => estate.own.as('technical')
const claimOf = async (id: string) =>
  (await query<{ disk_gib: number }>(`select disk_gib from allocations where resource_id = $1`, id))[0]
    ?.disk_gib
const snapshotState = async (id: string) =>
  (await query<{ state: string }>('select state from instance_snapshots where id = $1', id))[0]?.state

/** A snapshot after its saga has ended: available and metered. */
async function addAvailableSnapshot(instanceId: Id<'instance'>, name: string): Promise<Id<'snapshot'>> {
  const { snapshotId, sagaId } = await takeInstanceSnapshot(own(), { instanceId, name })
  const worker = workerAt(testNow)
  await withSystem(worker, async (tx) => {
    const row = await changeCopyState(tx, worker, 'server_snapshot', snapshotId, {
      from: ['creating'],
      to: 'available',
      effectiveAt: testNow,
      set: { takenAt: testNow },
    })
    await openUsage(tx, { resource: row, meters: ['disk_snapshot'], at: testNow, recordedAt: testNow })
  })
  await query(`update sagas set state = 'succeeded', finished_at = now() where id = $1`, sagaId)
  return snapshotId
}

describe('a snapshot of a server', () => {
  test("adds the disk's size to the claim of the server, once for two clicks", async () => {
    const instanceId = await addInstance(estate)
    const clicks = await Promise.allSettled(
      [1, 2].map(() => takeInstanceSnapshot(own(), { instanceId, name: 'avant' })),
    )
    const taken = clicks.find((click) => click.status === 'fulfilled')?.value
    if (!taken) throw new Error('one of the clicks was heard')
    expect(clicks.find((click) => click.status === 'rejected')?.reason).toMatchObject({ code: 'name_taken' })
    expect(await claimOf(instanceId)).toBe(100)
    expect(await sagasOf(taken.snapshotId)).toEqual([
      { kind: 'take_instance_snapshot', input: { instanceId } },
    ])
    expect(await auditsOf(taken.snapshotId)).toEqual(['snapshot.requested'])
    // The second one is as large as the disk, not as the claim.
    await takeInstanceSnapshot(own(), { instanceId, name: 'encore' })
    expect(await claimOf(instanceId)).toBe(150)
  })

  test('is shown with its price and its use of the month', async () => {
    const instanceId = await addInstance(estate)
    await addAvailableSnapshot(instanceId, 'un')
    const seen = await inspectInstance(estate.own.as('technical', addSeconds(testNow, 7_200)), {
      instanceId,
    })
    expect(seen).toMatchObject({
      snapshotMonthlyCents: '89',
      snapshots: [{ name: 'un', monthlyCents: '89' }],
    })
    expect(seen.usage).toContainEqual(
      expect.objectContaining({ meter: 'disk_snapshot', snapshot: 'un', seconds: 7_200 }),
    )
  })

  test('is refused over the maximum, over the cap and without capacity; nothing changes', async () => {
    const instanceId = await addInstance(estate)
    const refused = () => takeInstanceSnapshot(own(), { instanceId, name: 'trop' })
    await query('update organisations set spending_cap_cents = 1')
    await expect(refused()).rejects.toMatchObject({ code: 'spending_cap_exceeded' })
    await query('update organisations set spending_cap_cents = null')
    await query(
      `update hosts h set disk_gib_reserved = disk_gib_reserved + disk_gib_free, disk_gib_free = 0
       where id = (select host_id from instances where id = $1)`,
      instanceId,
    )
    await expect(refused()).rejects.toMatchObject({ params: { reason: 'host_disk_full' } })
    await query(
      `update hosts h set disk_gib_free = disk_gib_reserved, disk_gib_reserved = 0
       where id = (select host_id from instances where id = $1)`,
      instanceId,
    )
    await query(
      `insert into instance_snapshots (id, organisation_id, project_id, instance_id, order_line_id, bundle_id, zone_id, name, size_gib, state, created_at)
       select 'snp_' || n || substr(id, 5), organisation_id, project_id, id, order_line_id, bundle_id, zone_id, 'n' || n, 1, 'available', now()
       from instances, generate_series(1, $2::int) n where id = $1`,
      instanceId,
      String(copyKinds.server_snapshot.max),
    )
    await expect(refused()).rejects.toMatchObject({ params: { reason: 'too_many_snapshots' } })
    await query('delete from instance_snapshots where instance_id = $1', instanceId)
    expect([await claimOf(instanceId), await stateOf(instanceId)]).toEqual([50, 'running'])
  })

  test('blocks a resize of its server while it is in progress, and remains in its claim afterwards', async () => {
    const instanceId = await addInstance(estate)
    const bundleId = estate.bundles.large.id
    const { snapshotId } = await takeInstanceSnapshot(own(), { instanceId, name: 'avant' })
    await expect(resizeInstance(own(), { instanceId, bundleId })).rejects.toMatchObject({
      code: 'state_forbids',
      params: { reason: 'server_snapshot_changing' },
    })
    await query(`update instance_snapshots set state = 'available' where id = $1`, snapshotId)
    await resizeInstance(own(), { instanceId, bundleId })
    expect(await claimOf(instanceId)).toBe(150)
  })

  test('is restored to a stopped server, once, and not to a running one', async () => {
    const [running, stopped] = [await addInstance(estate), await addInstance(estate, { state: 'stopped' })]
    const [ofRunning, ofStopped] = [
      await addAvailableSnapshot(running, 'un'),
      await addAvailableSnapshot(stopped, 'un'),
    ]
    await expect(restoreSnapshot(own(), 'server_snapshot', ofRunning)).rejects.toMatchObject({
      params: { reason: 'is_running' },
    })
    const clicks = await Promise.allSettled(
      [1, 2].map(() => restoreSnapshot(own(), 'server_snapshot', ofStopped)),
    )
    expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1)
    expect(await stateOf(stopped)).toBe('restoring')
    expect(await sagasOf(stopped)).toEqual([
      { kind: 'restore_instance_snapshot', input: { snapshotId: ofStopped } },
    ])
    expect(await auditsOf(stopped)).toEqual(['instance.snapshot_restore_requested'])
  })

  test('is deleted once, and not by other organisations or readers', async () => {
    const instanceId = await addInstance(estate)
    const snapshotId = await addAvailableSnapshot(instanceId, 'un')
    const foreign = await addInstance(estate, { of: estate.foreign })
    const stranger = estate.foreign.as('technical')
    const reader = estate.own.as('reader')
    await expect(takeInstanceSnapshot(own(), { instanceId: foreign, name: 'un' })).rejects.toMatchObject({
      code: 'not_found',
    })
    for (const act of [deleteCopy, restoreSnapshot]) {
      await expect(act(stranger, 'server_snapshot', snapshotId)).rejects.toMatchObject({ code: 'not_found' })
      await expect(act(reader, 'server_snapshot', snapshotId)).rejects.toMatchObject({ code: 'forbidden' })
    }
    const clicks = await Promise.allSettled(
      [1, 2].map(() => deleteCopy(own(), 'server_snapshot', snapshotId)),
    )
    expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1)
    expect(await snapshotState(snapshotId)).toBe('deleting')
  })
})
