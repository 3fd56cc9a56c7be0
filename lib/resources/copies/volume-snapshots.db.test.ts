import { beforeAll, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { closeUsage, openUsage } from '~/lib/usage'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { inspectVolume } from '../common/inspect-resource'
import { addInstance, addVolume } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { takeSnapshot } from '../testing/unjudged'
import { deleteVolume } from '../volumes/delete-volume'
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

const own = () => estate.own.as('technical')
const snapshotState = async (id: string) =>
  (await query<{ state: string }>('select state from volume_snapshots where id = $1', id))[0]?.state
const claimsOf = (id: string) =>
  query<{ state: string; pool_gib: number }>(
    'select state, pool_gib from allocations where resource_id = $1',
    id,
  )

/** A snapshot after its saga has ended: available and metered. */
async function addAvailableSnapshot(
  volumeId: Id<'volume'>,
  name: string,
  of = estate.own,
  at = of.as('technical').now,
): Promise<Id<'snapshot'>> {
  const { snapshotId, sagaId } = await takeSnapshot(of.as('technical'), { volumeId, name })
  const worker = workerAt(at)
  await withSystem(worker, async (tx) => {
    const row = await changeCopyState(tx, worker, 'volume_snapshot', snapshotId, {
      from: ['creating'],
      to: 'available',
      effectiveAt: worker.now,
      set: { takenAt: worker.now },
    })
    await openUsage(tx, { resource: row, meters: ['snapshot'], at: worker.now, recordedAt: worker.now })
  })
  await query(`update sagas set state = 'succeeded', finished_at = now() where id = $1`, sagaId)
  return snapshotId
}

describe('taking a snapshot', () => {
  test('claims as much as the volume and records one saga, for two clicks', async () => {
    const volumeId = await addVolume(estate)
    const clicks = await Promise.allSettled(
      [1, 2].map(() => takeSnapshot(own(), { volumeId, name: 'avant-mise-a-jour' })),
    )
    const taken = clicks.find((click) => click.status === 'fulfilled')?.value
    if (!taken) throw new Error('one of the clicks was heard')
    expect(clicks.find((click) => click.status === 'rejected')?.reason).toMatchObject({ code: 'name_taken' })
    expect(await snapshotState(taken.snapshotId)).toBe('creating')
    expect(await sagasOf(taken.snapshotId)).toEqual([{ kind: 'take_snapshot', input: { volumeId } }])
    expect(await claimsOf(taken.snapshotId)).toEqual([{ state: 'pending', pool_gib: 100 }])
    expect(await auditsOf(taken.snapshotId)).toEqual(['snapshot.requested'])
    expect(await stateOf(volumeId)).toBe('available')
  })

  test('is shown with its price before and after, and its use counts to the minute', async () => {
    const volumeId = await addVolume(estate)
    const before = await inspectVolume(own(), { volumeId })
    // 527,779 micro-cents an hour over 720 hours.
    expect([before.snapshotMonthlyCents, before.snapshots]).toEqual(['380', []])
    const id = await addAvailableSnapshot(volumeId, 'hebdomadaire')
    const later = estate.own.as('reader', addSeconds(own().now, 3_601))
    const page = await inspectVolume(later, { volumeId })
    expect(page.snapshots).toMatchObject([
      { id, name: 'hebdomadaire', state: 'available', sizeGib: 100, monthlyCents: '380' },
    ])
    expect(page.usage.find((line) => line.snapshot === 'hebdomadaire')).toMatchObject({
      meter: 'snapshot',
      seconds: 3_600,
    })
  })

  test.each(['creating', 'deleted', 'failed'] as const)(
    'is refused for a volume that is %s',
    async (state) => {
      const volumeId = await addVolume(estate, { state })
      await expect(takeSnapshot(own(), { volumeId, name: 'un' })).rejects.toMatchObject({
        code: 'state_forbids',
      })
    },
  )

  test('is refused over the maximum, over the cap, without capacity and without quota; nothing changes', async () => {
    const volumeId = await addVolume(estate)
    const ask = () => takeSnapshot(own(), { volumeId, name: 'de-trop' })
    const counts = () =>
      query('select (select count(*)::int from volume_snapshots where volume_id = $1) as n', volumeId)
    const { organisationId } = estate.own

    await query('update organisations set spending_cap_cents = 1 where id = $1', organisationId)
    await expect(ask()).rejects.toMatchObject({ code: 'spending_cap_exceeded' })
    await query('update organisations set spending_cap_cents = null where id = $1', organisationId)

    const limit = `update quotas set "limit" = $2::int where organisation_id = $1 and resource = 'volume_gib' returning 1`
    const [quota] = await query<{ limit: number; used: number }>(
      `select "limit", used from quotas where organisation_id = $1 and resource = 'volume_gib'`,
      organisationId,
    )
    await query(limit, organisationId, String((quota?.used ?? 0) + 99))
    await expect(ask()).rejects.toMatchObject({ code: 'quota_exceeded' })
    await query(limit, organisationId, String(quota?.limit))

    const [pool] = await query<{ id: string; gib_free: number }>(
      'select p.id, p.gib_free from storage_pools p join volumes v on v.pool_id = p.id where v.id = $1',
      volumeId,
    )
    const take =
      'update storage_pools set gib_reserved = gib_reserved + $2::int, gib_free = gib_free - $2::int where id = $1'
    await query(take, pool?.id ?? '', String((pool?.gib_free ?? 0) - 99))
    await expect(ask()).rejects.toMatchObject({
      code: 'insufficient_capacity',
      params: { reason: 'pool_full' },
    })
    await query(take, pool?.id ?? '', String(99 - (pool?.gib_free ?? 0)))
    expect(await counts()).toEqual([{ n: 0 }])

    await query(
      `insert into volume_snapshots (id, organisation_id, project_id, volume_id, order_line_id, bundle_id, zone_id, pool_id, name, size_gib, state, created_at)
       select 'snp_' || lpad(n::text, 26, '0'), organisation_id, project_id, id, order_line_id, bundle_id, zone_id, pool_id, 'nr-' || n, 100, 'available', now()
       from volumes, generate_series(1, $2::int) n where id = $1`,
      volumeId,
      String(copyKinds.volume_snapshot.max),
    )
    await expect(ask()).rejects.toMatchObject({ params: { reason: 'too_many_snapshots' } })
    await query('delete from volume_snapshots where volume_id = $1', volumeId)
  })
})

describe('an available snapshot', () => {
  test('is restored to a detached volume, once', async () => {
    const volumeId = await addVolume(estate)
    const snapshotId = await addAvailableSnapshot(volumeId, 'avant')
    const clicks = await Promise.allSettled(
      [1, 2].map(() => restoreSnapshot(own(), 'volume_snapshot', snapshotId)),
    )
    expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1)
    expect([await stateOf(volumeId), await sagasOf(volumeId)]).toEqual([
      'restoring',
      [{ kind: 'restore_snapshot', input: { snapshotId } }],
    ])
    await expect(deleteCopy(own(), 'volume_snapshot', snapshotId)).rejects.toMatchObject({
      code: 'state_forbids',
    })
    await expect(takeSnapshot(own(), { volumeId, name: 'un' })).rejects.toMatchObject({
      code: 'state_forbids',
    })
    await expect(deleteVolume(own(), { volumeId })).rejects.toMatchObject({ code: 'state_forbids' })
  })

  test('cannot be restored to an attached volume, nor while another snapshot is being taken', async () => {
    const attachedTo = await addInstance(estate)
    const volumeId = await addVolume(estate, { attachedTo })
    const snapshotId = await addAvailableSnapshot(volumeId, 'a-chaud')
    await expect(restoreSnapshot(own(), 'volume_snapshot', snapshotId)).rejects.toMatchObject({
      params: { reason: 'is_attached' },
    })
    const free = await addVolume(estate)
    const first = await addAvailableSnapshot(free, 'premier')
    await takeSnapshot(own(), { volumeId: free, name: 'second' })
    await expect(restoreSnapshot(own(), 'volume_snapshot', first)).rejects.toMatchObject({
      params: { reason: 'snapshot_changing' },
    })
  })

  test('stays in the usage of the month, also when it began and ended in the present minute', async () => {
    const volumeId = await addVolume(estate)
    const [begun, ended] = [5, 20].map((seconds) => addSeconds(own().now, seconds)) as [Date, Date]
    const snapshotId = await addAvailableSnapshot(volumeId, 'bref', estate.own, begun)
    await withSystem(workerAt(ended), async (tx) => {
      await closeUsage(tx, snapshotId, 'all', ended, ended)
      for (const [from, to] of [
        ['available', 'deleting'],
        ['deleting', 'deleted'],
      ] as const) {
        const change = { from: [from], to, effectiveAt: ended }
        await changeCopyState(tx, workerAt(ended), 'volume_snapshot', snapshotId, change)
      }
    })
    const secondsAfter = async (seconds: number) => {
      const reader = estate.own.as('reader', addSeconds(own().now, seconds))
      const { usage } = await inspectVolume(reader, { volumeId })
      return usage.filter((line) => line.snapshot !== null).map((line) => line.seconds)
    }
    // Ended in the second in which it began: on no invoice, so never listed.
    const gone = await addAvailableSnapshot(volumeId, 'aussitot', estate.own, begun)
    await withSystem(workerAt(begun), (tx) => closeUsage(tx, gone, 'all', begun, begun))
    expect(await secondsAfter(30)).toEqual([0])
    expect(await secondsAfter(60)).toEqual([15])
  })

  test('is deleted once, and billed until it no longer exists', async () => {
    const snapshotId = await addAvailableSnapshot(await addVolume(estate), 'ancien')
    const clicks = await Promise.allSettled(
      [1, 2].map(() => deleteCopy(own(), 'volume_snapshot', snapshotId)),
    )
    expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1)
    expect(await snapshotState(snapshotId)).toBe('deleting')
    expect((await sagasOf(snapshotId)).map((saga) => saga.kind)).toContain('delete_snapshot')
    expect(
      await query('select 1 from usage_intervals where resource_id = $1 and ended_at is null', snapshotId),
    ).toHaveLength(1)
  })

  test('is unavailable to other organisations and readers', async () => {
    const foreignVolume = await addVolume(estate, { of: estate.foreign })
    const foreign = await addAvailableSnapshot(foreignVolume, 'etranger', estate.foreign)
    const volumeId = await addVolume(estate)
    const mine = await addAvailableSnapshot(volumeId, 'mien')
    const missing = { code: 'not_found' }
    await expect(takeSnapshot(own(), { volumeId: foreignVolume, name: 'un' })).rejects.toMatchObject(missing)
    await expect(restoreSnapshot(own(), 'volume_snapshot', foreign)).rejects.toMatchObject(missing)
    await expect(deleteCopy(own(), 'volume_snapshot', foreign)).rejects.toMatchObject(missing)
    for (const role of ['reader', 'billing', 'approver'] as const) {
      const ctx = estate.own.as(role)
      const refused = { code: 'forbidden' }
      await expect(takeSnapshot(ctx, { volumeId, name: 'un' })).rejects.toMatchObject(refused)
      await expect(restoreSnapshot(ctx, 'volume_snapshot', mine)).rejects.toMatchObject(refused)
      await expect(deleteCopy(ctx, 'volume_snapshot', mine)).rejects.toMatchObject(refused)
    }
    expect([await snapshotState(foreign), await snapshotState(mine)]).toEqual(['available', 'available'])
  })
})
