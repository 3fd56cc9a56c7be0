import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { memberTestContext, testNow } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { DriverError } from '~/lib/hypervisors/port/driver-error'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { workerAt } from '~/testing/estate'
import { inspectVolume } from '../common/inspect-resource'
import { driveToRest } from '../testing/drive'
import { addVolume } from '../testing/resources'
import { rowProbe } from '../testing/row-probe'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { setSnapshotSchedule, takeSnapshot } from '../testing/unjudged'
import { pruneScheduled } from './prune-scheduled'
import type { SetSnapshotScheduleInput } from './schema'
import { removeSnapshotSchedule } from './set-schedule'
import { takeScheduled } from './take-scheduled'

type Rule = SetSnapshotScheduleInput['rule']

const database = useTestDatabase()
const { query, stateOf, auditsOf } = rowProbe(database)
let world: SagaWorld

beforeAll(async () => {
  world = await openSagaWorld(database.current)
})
afterAll(() => world?.close())
beforeEach(() => query('delete from snapshot_schedules'))

const hour = 3_600
const at = (text: string) => new Date(text)
const member = (now = testNow) => world.estate.own.as('technical', now)
const hourly: Rule = { rhythm: 'hourly', everyHours: 1 }

async function scheduled(rule: Rule, keep = 3, now = testNow) {
  const volumeId = await addVolume(world.estate, { at: now })
  await world.simulator.createVolume(
    {
      resourceId: volumeId,
      organisationId: world.estate.own.organisationId,
      name: 'data',
      zoneCode: 'T',
      poolName: 'p',
      sizeGib: 100,
    },
    { signal: AbortSignal.timeout(60_000) },
  )
  await setSnapshotSchedule(member(now), { volumeId, rule, keep })
  return volumeId
}

/** Several concurrent workers. */
const sweep = (now: Date) => Promise.all([1, 2, 3].map(() => takeScheduled(workerAt(now))))
const snapshotsOf = (volumeId: string) =>
  query<{ id: Id<'snapshot'>; name: string; state: string }>(
    'select id, name, state from volume_snapshots where volume_id = $1 order by scheduled_for',
    volumeId,
  )
const namesOf = async (volumeId: string) => (await snapshotsOf(volumeId)).map((each) => each.name)
const scheduleOf = async (volumeId: Id<'volume'>) => (await inspectVolume(member(), { volumeId })).schedule

/** Runs every saga of the volume's snapshots; with `refusal`, the hypervisor refuses. */
async function carryOut(volumeId: string, refusal?: DriverError) {
  const sagas = await query<{ id: Id<'saga'> }>(
    `select s.id from sagas s join volume_snapshots p on p.id = s.resource_id
     where p.volume_id = $1 and s.state = 'running' order by s.id`,
    volumeId,
  )
  const engine = world.engine({
    crash: ({ direction }) => {
      if (refusal && direction === 'run') throw refusal
    },
  })
  for (const { id } of sagas) await driveToRest(engine, id)
}

describe('a schedule', () => {
  test('takes one snapshot at each instant, with any number of workers', async () => {
    const volumeId = await scheduled({ rhythm: 'hourly', everyHours: 6 })
    await sweep(addSeconds(testNow, 60))
    expect(await namesOf(volumeId)).toEqual([])
    for (const now of ['2026-11-24T12:00:00Z', '2026-11-24T12:00:05Z', '2026-11-24T18:00:03Z'])
      await sweep(at(now))
    expect(await namesOf(volumeId)).toEqual(['auto-2026-11-24-13h00', 'auto-2026-11-24-19h00'])
    expect(await scheduleOf(volumeId)).toMatchObject({ nextDueAt: '2026-11-25T00:00:00.000Z', failure: null })
    expect(await auditsOf(volumeId)).toEqual(['volume.snapshots_scheduled'])
  })

  test('takes one a day in nights of clock changes, and one every hour when hourly', async () => {
    const dusk = at('2027-10-30T21:10:00Z')
    const daily = await scheduled({ rhythm: 'daily', atHour: 2 }, 3, dusk)
    const each = await scheduled(hourly, 3, dusk)
    for (let halves = 0; halves <= 12; halves += 1) await sweep(addSeconds(dusk, halves * 1_800))
    expect(await namesOf(daily)).toEqual(['auto-2027-10-31-02h00'])
    expect(await namesOf(each)).toEqual([
      'auto-2027-10-31-00h00',
      'auto-2027-10-31-01h00',
      'auto-2027-10-31-02h00',
      'auto-2027-10-31-02h00-bis',
      'auto-2027-10-31-03h00',
      'auto-2027-10-31-04h00',
    ])
    const eve = at('2027-03-27T23:10:00Z')
    const spring = await scheduled({ rhythm: 'daily', atHour: 2 }, 3, eve)
    for (let halves = 0; halves <= 8; halves += 1) await sweep(addSeconds(eve, halves * 1_800))
    expect(await namesOf(spring)).toEqual(['auto-2027-03-28-03h00'])
  })

  test('takes the last of the instants that passed without a worker', async () => {
    const volumeId = await scheduled(hourly)
    await sweep(addSeconds(testNow, 5 * hour + 60))
    expect(await namesOf(volumeId)).toEqual(['auto-2026-11-24-15h00'])
  })

  test.each([
    ['growing', 'waits', 'auto-2026-11-24-11h00'],
    ['restoring', 'waits', 'auto-2026-11-24-11h00'],
    ['deleted', 'is let pass', undefined],
  ] as const)('of a volume that is %s %s', async (state, _what, expected) => {
    const volumeId = await scheduled(hourly)
    await query('update volumes set state = $2 where id = $1', volumeId, state)
    await sweep(addSeconds(testNow, hour))
    expect(await namesOf(volumeId)).toEqual([])
    await query(`update volumes set state = 'available' where id = $1`, volumeId)
    await sweep(addSeconds(testNow, hour + 10))
    expect(await namesOf(volumeId)).toEqual(expected ? [expected] : [])
    expect(await scheduleOf(volumeId)).toMatchObject({ failure: null })
  })

  test('notifies the first failure, not the next ones, and continues', async () => {
    const volumeId = await scheduled(hourly)
    const { organisationId } = world.estate.own
    const countNotifications = async () =>
      (
        await query<{ notices: number; mails: number }>(
          `select (select count(*)::int from notices where organisation_id = $1 and kind = 'scheduled_snapshot_failed') as notices,
             (select count(*)::int from mail_messages where template = 'scheduled-snapshot-failed') as mails`,
          organisationId,
        )
      )[0]
    const owners = await query(
      `select 1 from organisation_members where organisation_id = $1 and role = 'owner' and removed_at is null`,
      organisationId,
    )
    await query('update organisations set spending_cap_cents = 1 where id = $1', organisationId)
    for (const hours of [1, 2]) await sweep(addSeconds(testNow, hours * hour))
    await query('update organisations set spending_cap_cents = null where id = $1', organisationId)
    expect(await namesOf(volumeId)).toEqual([])
    expect(await scheduleOf(volumeId)).toMatchObject({
      failure: { code: 'spending_cap_exceeded', at: addSeconds(testNow, 2 * hour).toISOString() },
      nextDueAt: addSeconds(testNow, 3 * hour).toISOString(),
    })
    expect(await countNotifications()).toEqual({ notices: 1, mails: owners.length })
    expect(
      (await auditsOf(volumeId)).filter((event) => event === 'volume.scheduled_snapshot_failed'),
    ).toHaveLength(2)

    await sweep(addSeconds(testNow, 3 * hour))
    await carryOut(volumeId)
    expect(await scheduleOf(volumeId)).toMatchObject({ failure: null })
    await sweep(addSeconds(testNow, 4 * hour))
    await carryOut(volumeId, new DriverError('rejected', { rawText: 'refused by the test' }))
    expect(await scheduleOf(volumeId)).toMatchObject({ failure: { code: 'rejected' } })
    expect((await snapshotsOf(volumeId)).map((each) => each.state)).toEqual(['available', 'failed'])
    expect(await countNotifications()).toEqual({ notices: 2, mails: owners.length * 2 })
  })

  test('keeps the newest available ones, deletes two per pass, and leaves manual snapshots', async () => {
    const volumeId = await scheduled(hourly, 20)
    const byHand = await takeSnapshot(member(), { volumeId, name: 'a-la-main' })
    for (const hours of [1, 2, 3, 4, 5]) await sweep(addSeconds(testNow, hours * hour))
    await carryOut(volumeId)
    await query('update snapshot_schedules set keep = 2 where volume_id = $1', volumeId)
    const turn = () => pruneScheduled(workerAt(addSeconds(testNow, 6 * hour)))
    // Whether the second pass sees the first one's result is random: only their combined result is fixed.
    const turnOfTwo = () => Promise.all([turn(), turn()])
    const states = async () => (await snapshotsOf(volumeId)).map((each) => each.state)
    await turn()
    expect(await states()).toEqual([
      'deleting',
      'deleting',
      'available',
      'available',
      'available',
      'available',
    ])
    await turnOfTwo()
    await turnOfTwo()
    expect((await states()).filter((state) => state === 'deleting')).toHaveLength(3)
    await carryOut(volumeId)
    await turnOfTwo()
    const left = await query<{ name: string }>(
      `select name from volume_snapshots where volume_id = $1 and state = 'available' order by name`,
      volumeId,
    )
    expect(left.map((each) => each.name)).toEqual([
      'a-la-main',
      'auto-2026-11-24-14h00',
      'auto-2026-11-24-15h00',
    ])
    expect(await query('select 1 from volume_snapshots where id = $1', byHand.snapshotId)).toHaveLength(1)
  })

  test('keeps snapshots taken before rows were lost until a person releases them', async () => {
    const volumeId = await scheduled(hourly, 20)
    for (const hours of [1, 2, 3, 4, 5]) await sweep(addSeconds(testNow, hours * hour))
    await carryOut(volumeId)
    await query('update snapshot_schedules set keep = 1 where volume_id = $1', volumeId)
    const lostAt = addSeconds(testNow, 3.5 * hour).toISOString()
    await query(`insert into installation_facts (name, value) values ('data_lost_at', $1)`, lostAt)
    const prune = async () => {
      for (const _turn of [1, 2, 3]) await pruneScheduled(workerAt(addSeconds(testNow, 6 * hour)))
      await carryOut(volumeId)
      return (await snapshotsOf(volumeId))
        .filter((each) => each.state === 'available')
        .map(({ name }) => name.slice(-5))
    }
    expect(await prune()).toEqual(['11h00', '12h00', '13h00', '15h00'])
    await query(`insert into installation_facts (name, value) values ('erasures_released_at', $1)`, lostAt)
    expect(await prune()).toEqual(['15h00'])
    await query(`delete from installation_facts where name in ('data_lost_at', 'erasures_released_at')`)
  })

  test('deletes nothing while new ones fail', async () => {
    const volumeId = await scheduled(hourly, 2)
    for (const hours of [1, 2]) await sweep(addSeconds(testNow, hours * hour))
    await carryOut(volumeId)
    await sweep(addSeconds(testNow, 3 * hour))
    await carryOut(volumeId, new DriverError('rejected', { rawText: 'refused by the test' }))
    await pruneScheduled(workerAt(addSeconds(testNow, 4 * hour)))
    expect((await snapshotsOf(volumeId)).map((each) => each.state)).toEqual([
      'available',
      'available',
      'failed',
    ])
  })

  test('removed, takes and deletes no more; existing snapshots stay', async () => {
    const volumeId = await scheduled(hourly, 1)
    for (const hours of [1, 2]) await sweep(addSeconds(testNow, hours * hour))
    await carryOut(volumeId)
    await removeSnapshotSchedule(member(), { volumeId })
    await sweep(addSeconds(testNow, 3 * hour))
    await pruneScheduled(workerAt(addSeconds(testNow, 3 * hour)))
    expect((await snapshotsOf(volumeId)).map((each) => each.state)).toEqual(['available', 'available'])
    expect(await stateOf(volumeId)).toBe('available')
    await removeSnapshotSchedule(member(), { volumeId })
    expect((await auditsOf(volumeId)).filter((event) => event.endsWith('unscheduled'))).toHaveLength(1)
  })

  test('that keeps fewer than exist requires a proof', async () => {
    const volumeId = await scheduled(hourly, 3)
    for (const hours of [1, 2]) await sweep(addSeconds(testNow, hours * hour))
    await carryOut(volumeId)
    const { accountId, organisationId } = world.estate.own
    await query(
      `insert into account_sessions (token_hash, account_id, created_at, last_seen_at, expires_at)
       values ('test', $1, $2, $2, $3)`,
      accountId,
      addSeconds(testNow, -hour).toISOString(),
      addSeconds(testNow, hour).toISOString(),
    )
    const stale = memberTestContext(
      accountId,
      { organisationId, role: 'owner' },
      { secondFactorAt: addSeconds(testNow, -hour) },
    )
    await setSnapshotSchedule(stale, { volumeId, rule: hourly, keep: 2 })
    await expect(setSnapshotSchedule(stale, { volumeId, rule: hourly, keep: 1 })).rejects.toMatchObject({
      code: 'proof_required',
    })
    expect(await scheduleOf(volumeId)).toMatchObject({ keep: 2 })
    await setSnapshotSchedule(member(), { volumeId, rule: hourly, keep: 1 })
  })

  test('is refused to other organisations, to readers, and for deleted volumes', async () => {
    const mine = await scheduled(hourly)
    const foreign = await addVolume(world.estate, { of: world.estate.foreign })
    const deleted = await addVolume(world.estate, { state: 'deleted' })
    const set = (volumeId: Id<'volume'>, ctx = member()) =>
      setSnapshotSchedule(ctx, { volumeId, rule: hourly, keep: 1 })
    await expect(set(foreign)).rejects.toMatchObject({ code: 'not_found' })
    await expect(set(deleted)).rejects.toMatchObject({ code: 'state_forbids' })
    const reader = world.estate.own.as('reader')
    await expect(set(mine, reader)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(removeSnapshotSchedule(reader, { volumeId: mine })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const stranger = world.estate.foreign.as('technical')
    await expect(removeSnapshotSchedule(stranger, { volumeId: mine })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
