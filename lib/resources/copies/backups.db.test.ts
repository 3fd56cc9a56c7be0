import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { openUsage } from '~/lib/usage'
import { type Estate, makeEstate, workerAt } from '~/testing/estate'
import { addInstance, addVolume } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { makeBackup, takeSnapshot } from '../testing/unjudged'
import { changeCopyState } from './change-copy-state'
import { copyKinds } from './copy-kinds'
import { deleteCopy } from './delete-copy'
import { listBackupTargets } from './list-backup-targets'
import { listBackups } from './list-copies'
import { restoreSnapshot } from './restore-snapshot'

const database = useTestDatabase()
const { sql } = database
const { query, sagasOf, auditsOf } = rowProbe(database)
let estate: Estate

beforeAll(async () => {
  estate = await makeEstate(sql, { hosts: { count: 2, vcpu: 64 } })
})
beforeEach(() => query('update organisations set spending_cap_cents = null'))

const own = () => estate.own.as('technical')
const elsewhere = () => ({ zoneId: estate.otherZone.zoneId, volumeClass: 'fast' as const })
const backUp = (volumeId: Id<'volume'>, name: string, over: Record<string, unknown> = {}) =>
  makeBackup(own(), { volumeId, snapshotId: null, ...elsewhere(), name, ...over })
const claimOf = (id: string) =>
  query(
    `select a.resource_kind, a.pool_gib, a.state, p.zone_id from allocations a join storage_pools p on p.id = a.pool_id
     where a.resource_id = $1`,
    id,
  )

/** A backup after its saga has ended: available and metered. */
async function addAvailableBackup(name: string) {
  const volumeId = await addVolume(estate)
  const { backupId, sagaId } = await backUp(volumeId, name)
  const worker = workerAt(testNow)
  await withSystem(worker, async (tx) => {
    const row = await changeCopyState(tx, worker, 'backup', backupId, {
      from: ['creating'],
      to: 'available',
      effectiveAt: testNow,
      set: { takenAt: testNow },
    })
    await openUsage(tx, { resource: row, meters: ['snapshot'], at: testNow, recordedAt: testNow })
  })
  await query(`update sagas set state = 'succeeded', finished_at = now() where id = $1`, sagaId)
  return backupId
}

async function snapshotOf(volumeId: Id<'volume'>) {
  const { snapshotId, sagaId } = await takeSnapshot(own(), { volumeId, name: 'avant' })
  await query(`update sagas set state = 'succeeded', finished_at = now() where id = $1`, sagaId)
  await query(`update volume_snapshots set state = 'available', taken_at = now() where id = $1`, snapshotId)
  return snapshotId
}

describe('a backup of a volume', () => {
  test('claims as much as the volume in another zone, once for two clicks', async () => {
    const volumeId = await addVolume(estate)
    const clicks = await Promise.allSettled([1, 2].map(() => backUp(volumeId, 'hors-site')))
    const made = clicks.find((click) => click.status === 'fulfilled')?.value
    if (!made) throw new Error('one of the clicks was heard')
    expect(clicks.find((click) => click.status === 'rejected')?.reason).toMatchObject({ code: 'name_taken' })
    expect(await claimOf(made.backupId)).toEqual([
      { resource_kind: 'backup', pool_gib: 100, state: 'pending', zone_id: estate.otherZone.zoneId },
    ])
    expect(await sagasOf(made.backupId)).toEqual([
      { kind: 'create_backup', input: { volumeId, snapshotId: null, isElsewhere: true } },
    ])
    expect(await auditsOf(made.backupId)).toEqual(['backup.requested'])
  })

  test('is stored in another zone, or on another storage class where one hypervisor has several', async () => {
    const volumeId = await addVolume(estate)
    expect(await listBackupTargets(own(), { volumeId })).toMatchObject([elsewhere()])
    expect(await listBackupTargets(estate.foreign.as('technical'), { volumeId })).toEqual([])
    const refused = (over: Record<string, unknown>) =>
      expect(backUp(volumeId, 'nulle-part', over)).rejects.toMatchObject({
        code: 'invalid_input',
        field: 'zoneId',
        params: { reason: 'backup_target' },
      })
    await refused({ zoneId: estate.zone.zoneId })
    await refused({ volumeClass: 'archive' })
  })

  test('can be made of an attached volume, and blocks changes of its source until it is made', async () => {
    const attached = await addVolume(estate, { attachedTo: await addInstance(estate) })
    await backUp(attached, 'a-chaud')
    const volumeId = await addVolume(estate)
    const snapshotId = await snapshotOf(volumeId)
    const { backupId } = await backUp(volumeId, 'depuis-avant', { snapshotId })
    for (const act of [deleteCopy, restoreSnapshot])
      await expect(act(own(), 'volume_snapshot', snapshotId)).rejects.toMatchObject({
        params: { reason: 'is_being_copied' },
      })
    await query(`update volume_backups set state = 'available' where id = $1`, backupId)
    await deleteCopy(own(), 'volume_snapshot', snapshotId)
    const other = await addVolume(estate)
    await expect(backUp(other, 'autre', { snapshotId })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is listed with its place, its source and its cost', async () => {
    const backupId = await addAvailableBackup('liste')
    const listed = (await listBackups(own())).find((each) => each.id === backupId)
    expect(listed).toMatchObject({
      ...{ name: 'liste', state: 'available', sizeGib: 100, volumeClass: 'fast', dependents: 0 },
      zone: { id: estate.otherZone.zoneId },
      volume: { isThere: true },
      takenAt: testNow.toISOString(),
    })
    expect(BigInt(listed?.monthlyCents ?? '0')).toBeGreaterThan(0n)
    expect(await listBackups(estate.foreign.as('technical'))).toEqual([])
  })

  test('is refused over the maximum, over the cap and without capacity; nothing changes', async () => {
    const volumeId = await addVolume(estate)
    const refused = () => backUp(volumeId, 'trop')
    await query('update organisations set spending_cap_cents = 1')
    await expect(refused()).rejects.toMatchObject({ code: 'spending_cap_exceeded' })
    await query('update organisations set spending_cap_cents = null')
    await query('update storage_pools set gib_reserved = gib_reserved + gib_free, gib_free = 0')
    await expect(refused()).rejects.toMatchObject({ params: { reason: 'backups_no_room' } })
    await query('update storage_pools set gib_free = gib_reserved, gib_reserved = 0')
    await query(
      `insert into volume_backups (id, organisation_id, project_id, volume_id, order_line_id, bundle_id, zone_id, pool_id, name, size_gib, state, created_at)
       select 'bkp_' || n || substr(id, 5), organisation_id, project_id, id, order_line_id, bundle_id, zone_id, pool_id, 'n' || n, 1, 'available', now()
       from volumes, generate_series(1, $2::int) n where id = $1`,
      volumeId,
      String(copyKinds.backup.max),
    )
    await expect(refused()).rejects.toMatchObject({ params: { reason: 'too_many_backups' } })
    await query('delete from volume_backups where volume_id = $1', volumeId)
  })

  test('is deleted once, not while a volume is restored from it, and not by other organisations or readers', async () => {
    const backupId = await addAvailableBackup('passager')
    const foreign = await addVolume(estate, { of: estate.foreign })
    await expect(backUp(foreign, 'un')).rejects.toMatchObject({ code: 'not_found' })
    await expect(deleteCopy(estate.foreign.as('technical'), 'backup', backupId)).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(deleteCopy(estate.own.as('reader'), 'backup', backupId)).rejects.toMatchObject({
      code: 'forbidden',
    })
    const volume = await addVolume(estate, { state: 'creating' })
    await query('update volumes set source_backup_id = $2 where id = $1', volume, backupId)
    await expect(deleteCopy(own(), 'backup', backupId)).rejects.toMatchObject({
      params: { reason: 'is_being_copied' },
    })
    await query(`update volumes set state = 'available' where id = $1`, volume)
    const clicks = await Promise.allSettled([1, 2].map(() => deleteCopy(own(), 'backup', backupId)))
    expect(clicks.filter((click) => click.status === 'fulfilled')).toHaveLength(1)
    const [row] = await query<{ state: string }>('select state from volume_backups where id = $1', backupId)
    expect(row?.state).toBe('deleting')
  })
})
