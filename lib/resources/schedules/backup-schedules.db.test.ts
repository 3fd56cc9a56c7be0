import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DriverError } from '~/lib/hypervisors/port/driver-error'
import { type Id, newId } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { workerAt } from '~/testing/estate'
import { inspectVolume } from '../common/inspect-resource'
import { driveToRest } from '../testing/drive'
import { addVolume } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { makeBackup, setBackupSchedule, setSnapshotSchedule } from '../testing/unjudged'
import { pruneScheduled } from './prune-scheduled'
import { removeBackupSchedule } from './set-schedule'
import { takeScheduled } from './take-scheduled'

const database = useTestDatabase()
const { query, auditsOf } = rowProbe(database)
let world: SagaWorld

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(() => world?.close())
beforeEach(() => query('delete from snapshot_schedules'))

const hour = 3_600
const rule = { rhythm: 'hourly', everyHours: 1 } as const
const member = () => world.estate.own.as('technical')
const elsewhere = () => ({ zoneId: world.estate.otherZone.zoneId, volumeClass: 'fast' as const })
const schedule = (volumeId: Id<'volume'>, keep: number, over: Partial<ReturnType<typeof elsewhere>> = {}) =>
  setBackupSchedule(member(), { volumeId, rule, keep, ...elsewhere(), ...over })

async function volume(): Promise<Id<'volume'>> {
  const volumeId = await addVolume(world.estate, { at: testNow })
  const { organisationId } = world.estate.own
  const spec = {
    resourceId: volumeId,
    organisationId,
    name: 'data',
    zoneCode: 'T',
    poolName: 'p',
    sizeGib: 100,
  }
  await world.simulator.createVolume(spec, { signal: AbortSignal.timeout(60_000) })
  return volumeId
}

/** Several concurrent workers. */
const sweep = (hours: number) =>
  Promise.all([1, 2, 3].map(() => takeScheduled(workerAt(addSeconds(testNow, hours * hour)))))
const prune = () => pruneScheduled(workerAt(addSeconds(testNow, 9 * hour)))
const backupsOf = (volumeId: string) =>
  query<{ name: string; state: string; zone: string }>(
    `select name, state, zone_id as zone from volume_backups where volume_id = $1 order by scheduled_for nulls first`,
    volumeId,
  )
const statesOf = async (volumeId: string) => (await backupsOf(volumeId)).map((each) => each.state)
const scheduleOf = async (volumeId: Id<'volume'>) =>
  (await inspectVolume(member(), { volumeId })).backupSchedule

async function carryOut(volumeId: string, refusal?: DriverError) {
  const sagas = await query<{ id: Id<'saga'> }>(
    `select s.id from sagas s left join volume_backups b on b.id = s.resource_id
       left join volume_snapshots p on p.id = s.resource_id
     where $1 in (b.volume_id, p.volume_id) and s.state = 'running' order by s.id`,
    volumeId,
  )
  const engine = world.engine({
    crash: ({ direction }) => {
      if (refusal && direction === 'run') throw refusal
    },
  })
  for (const { id } of sagas) await driveToRest(engine, id)
}

describe('a schedule of backups', () => {
  test('lets an instant pass whose backup an adoption brought back', async () => {
    const volumeId = await volume()
    await schedule(volumeId, 3)
    const name = 'auto-2026-11-24-11h00'
    await makeBackup(member(), { volumeId, snapshotId: null, ...elsewhere(), name })
    await carryOut(volumeId)
    await query(
      `update volume_backups set created_at = '2026-11-24T10:00:05Z' where volume_id = $1`,
      volumeId,
    )
    await sweep(1)
    expect(await backupsOf(volumeId)).toMatchObject([{ name, state: 'available' }])
    expect(await scheduleOf(volumeId)).toMatchObject({ failure: null })
    await sweep(2)
    expect(await statesOf(volumeId)).toEqual(['available', 'creating'])
  })

  test('makes one at each instant in its place, next to the snapshots of another schedule', async () => {
    const volumeId = await volume()
    await setSnapshotSchedule(member(), { volumeId, rule, keep: 3 })
    await schedule(volumeId, 2)
    for (const hours of [1, 2]) {
      await sweep(hours)
      await carryOut(volumeId)
    }
    const { zoneId } = elsewhere()
    expect(await backupsOf(volumeId)).toEqual([
      { name: 'auto-2026-11-24-11h00', state: 'available', zone: zoneId },
      { name: 'auto-2026-11-24-12h00', state: 'available', zone: zoneId },
    ])
    const [{ snapshots = 0 } = {}] = await query<{ snapshots: number }>(
      `select count(*)::int as snapshots from volume_snapshots where volume_id = $1 and state = 'available'`,
      volumeId,
    )
    expect(snapshots).toBe(2)
    expect(await scheduleOf(volumeId)).toMatchObject({
      rule,
      keep: 2,
      place: elsewhere(),
      nextDueAt: addSeconds(testNow, 3 * hour).toISOString(),
      failure: null,
    })
  })

  test('keeps the newest available ones, deletes two per pass, and leaves manual backups', async () => {
    const volumeId = await volume()
    await makeBackup(member(), { volumeId, snapshotId: null, ...elsewhere(), name: 'a-la-main' })
    await carryOut(volumeId)
    await schedule(volumeId, 20)
    for (const hours of [1, 2, 3, 4]) {
      await sweep(hours)
      await carryOut(volumeId)
    }
    await query('update snapshot_schedules set keep = 1 where volume_id = $1', volumeId)
    await prune()
    expect(await statesOf(volumeId)).toEqual(['available', 'deleting', 'deleting', 'available', 'available'])
    await Promise.all([prune(), prune()])
    await carryOut(volumeId)
    await prune()
    expect((await backupsOf(volumeId)).filter(({ state }) => state === 'available')).toMatchObject([
      { name: 'a-la-main' },
      { name: 'auto-2026-11-24-14h00' },
    ])
  })

  test('notifies the first failure by mail, deletes nothing meanwhile, and continues', async () => {
    const volumeId = await volume()
    await schedule(volumeId, 1)
    await sweep(1)
    await carryOut(volumeId)
    const refusal = new DriverError('rejected', { rawText: 'refused by the test' })
    for (const hours of [2, 3]) {
      await sweep(hours)
      await carryOut(volumeId, refusal)
    }
    await prune()
    expect(await statesOf(volumeId)).toEqual(['available', 'failed', 'failed'])
    expect(await scheduleOf(volumeId)).toMatchObject({ failure: { code: 'rejected' } })
    const mails = await query(`select 1 from mail_messages where template = 'scheduled-backup-failed'`)
    const owners = await query(
      `select 1 from organisation_members where organisation_id = $1 and role = 'owner' and removed_at is null`,
      world.estate.own.organisationId,
    )
    expect(mails).toHaveLength(owners.length)
    expect(await auditsOf(volumeId)).toEqual([
      'volume.backups_scheduled',
      'volume.scheduled_backup_failed',
      'volume.scheduled_backup_failed',
    ])
    await sweep(4)
    await carryOut(volumeId)
    expect(await scheduleOf(volumeId)).toMatchObject({ failure: null })
  })

  test('removed, makes and deletes no more', async () => {
    const volumeId = await volume()
    await schedule(volumeId, 1)
    for (const hours of [1, 2]) {
      await sweep(hours)
      await carryOut(volumeId)
    }
    await removeBackupSchedule(member(), { volumeId })
    await removeBackupSchedule(member(), { volumeId })
    await sweep(3)
    await prune()
    expect(await statesOf(volumeId)).toEqual(['available', 'available'])
    expect(await auditsOf(volumeId)).toEqual(['volume.backups_scheduled', 'volume.backups_unscheduled'])
  })

  test('is refused for an invalid place, to readers, and to other organisations', async () => {
    const volumeId = await volume()
    await expect(schedule(volumeId, 1, { zoneId: newId('zone') })).rejects.toMatchObject({
      code: 'invalid_input',
      field: 'zoneId',
    })
    const reader = world.estate.own.as('reader')
    const input = { volumeId, rule, keep: 1, ...elsewhere() }
    await expect(setBackupSchedule(reader, input)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(removeBackupSchedule(reader, { volumeId })).rejects.toMatchObject({ code: 'forbidden' })
    const stranger = world.estate.foreign.as('technical')
    await expect(setBackupSchedule(stranger, input)).rejects.toMatchObject({ code: 'not_found' })
    expect(await scheduleOf(volumeId)).toBeNull()
  })
})
