import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { withSystem } from '~/db/client'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { agreeToDatabase, allowComparison, readRecovery } from '~/lib/hypervisors'
import { closedFilter } from '~/lib/hypervisors/port/firewall'
import { compareZones, openDrivers } from '~/lib/hypervisors/runtime'
import { startFlakyServer, sync } from '~/lib/hypervisors/testing/flaky-server'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { traceHere } from '~/lib/kernel/tracing/testing/trace-here'
import { inSpan } from '~/lib/kernel/tracing/tracer'
import { mayCompareOutside, outsideWorldAllowed, recordRecovery } from '~/lib/recovery'
import { recordSaga, startInstance, stopInstance } from '~/lib/resources'
import { addInstance } from '~/lib/resources/testing/resources'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { carryOutSaga } from '~/lib/sagas/runtime'
import { writesByDefault } from '~/testing/sql'
import { makeStaff } from '~/testing/staff'
import { deferWhileHeld } from './while-held'

const database = useTestDatabase()
let world: SagaWorld
let own: string
let administrator: Id<'staff'>

beforeAll(async () => {
  world = await openSagaWorld(database.current)
  administrator = (await makeStaff(database.sql, ['administrator'])).staffId
  const [row] = await world.rows.query<{ identity: string }>(`select app.database_identity() as identity`)
  own = row?.identity ?? ''
})
afterAll(() => world?.close())
beforeEach(async () => {
  await world.rows.query('delete from recoveries')
  await remember(own)
})

const ctx = () => systemTestContext(systemNow())
const staff = (role: 'administrator' | 'capacity' = 'administrator') =>
  staffTestContext(administrator, [role], systemNow())
const remember = (identity: string) =>
  world.rows.query(
    `insert into installation_facts (name, value) values ('database', $1) on conflict (name) do update set value = $1`,
    identity,
  )
/** Changes the stored identity, as if the database had been restored elsewhere. */
async function restored(part: 0 | 1 | 2 = 2): Promise<void> {
  const parts = own.split('/')
  parts[part] = part === 2 ? '0000FFFF' : '7'
  await remember(parts.join('/'))
}
const as = (role: 'andromede_worker' | 'andromede_operator' | 'andromede_queue') =>
  postgres(database.current.roleUrl(role), {
    max: 1,
    onnotice: () => undefined,
    // Refused for want of rights, and not because the role reads by default.
    connection: writesByDefault,
  })
const agree = (
  input: { identity: string; dataLost: boolean; openPoints?: number },
  by: OpContext = staff(),
) => agreeToDatabase(by, input)
const technical = () => world.estate.own.as('technical', systemNow())

test('the identity consists of a cluster, a database in it and its timeline', () => {
  expect(own).toMatch(/^\d{10,20}\/\d+\/00000001$/)
})

test.each([
  [0, 'new_system'],
  [1, 'new_database'],
  [2, 'new_timeline'],
] as const)('part %i of the identity differs: everything is held, because of a %s', async (part, reason) => {
  expect(await outsideWorldAllowed(ctx())).toBe(true)
  await recordRecovery(ctx())
  expect(await readRecovery(staff())).toBeNull()
  await restored(part)
  // Held before the detection ran.
  expect(await outsideWorldAllowed(ctx())).toBe(false)
  await recordRecovery(ctx())
  await recordRecovery(ctx())
  expect(await readRecovery(staff('capacity'))).toMatchObject({ reason, identity: own })
  expect(await world.rows.query('select 1 from recoveries')).toHaveLength(1)
})

describe('while the database waits', () => {
  test('operations are neither taken nor started, and those in progress are dropped', async () => {
    const instanceId = await addInstance(world.estate, { state: 'creating', at: systemNow() })
    const sagaId = await withSystem(ctx(), (tx) =>
      recordSaga(tx, ctx(), {
        kind: 'create_instance',
        organisationId: world.estate.own.organisationId,
        resourceKind: 'instance',
        resourceId: instanceId,
        input: {},
      }),
    )
    await restored()
    expect(await carryOutSaga(world.engine(), sagaId)).toEqual({ outcome: 'not_taken' })
    await remember(own)
    // The database is restored during the saga: nothing more is written.
    const crash = (point: { step: string; place: string }) => {
      if (point.place !== 'before_effect' || interrupted) return
      interrupted = true
      held = restored()
    }
    let interrupted = false
    let held: Promise<void> = Promise.resolve()
    const driver = new Proxy(world.simulator, {
      get: (target, name) => {
        const value = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const slow = world.engine({
      crash,
      driverFor: async () => {
        await held
        return driver
      },
    })
    expect(await carryOutSaga(slow, sagaId)).toEqual({ outcome: 'lost' })
    await remember(own)
    await world.rows.query(
      `update sagas set lease_expires_at = now() - interval '1 second' where id = $1`,
      sagaId,
    )
    expect(await carryOutSaga(world.engine(), sagaId)).toEqual({ outcome: 'rested' })
    await restored()
    for (const ask of [stopInstance, startInstance])
      await expect(ask(technical(), { instanceId })).rejects.toMatchObject({
        code: expect.stringMatching(/recovery_in_progress|state_forbids/),
      })
    await expect(stopInstance(technical(), { instanceId })).rejects.toMatchObject({
      code: 'recovery_in_progress',
    })
  })

  test('no hypervisor is available, and jobs are deferred without losing an attempt', async () => {
    const simulatorDatabaseUrl = database.current.roleUrl('andromede_simulator')
    const drivers = await openDrivers({ simulatorDatabaseUrl, now: systemNow })
    try {
      const zone = { id: world.estate.zone.zoneId, code: 'TST', driver: 'simulator' } as const
      const instanceId = await addInstance(world.estate, { at: systemNow() })
      const reach = () =>
        Promise.all([
          withSystem(ctx(), (tx) => drivers.hypervisorOf(tx, zone)),
          withSystem(ctx(), (tx) => drivers.driverFor(tx, instanceId)).catch((error) => error.code),
        ])
      expect(await reach()).toMatchObject([{ surveyor: {} }, { kind: 'simulator' }])
      await restored()
      expect(await reach()).toEqual([null, 'hypervisor_unreachable'])
      expect(await drivers.measureServers(AbortSignal.timeout(5_000))).toEqual({ measured: [], failures: [] })
      await compareZones(ctx(), drivers)
      expect(await world.rows.query(`select 1 from zone_comparisons where compared_at is not null`)).toEqual(
        [],
      )
      const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
      const payload = { mailId: 'mai_1', traceparent } as const
      const job = { name: 'send_mail', payload, key: 'mail:1' } as const
      const tracing = await traceHere()
      onTestFinished(tracing.stop)
      // The trace does not grow with each time, not even within a span.
      expect(await inSpan('job send_mail', {}, () => deferWhileHeld(ctx(), job))).toBe(true)
      const queue = as('andromede_queue')
      expect(
        await queue`
          select payload from graphile_worker._private_jobs where key = 'mail:1' and run_at > now()`,
      ).toEqual([{ payload }])
      await queue.end()
      expect(await deferWhileHeld(ctx(), { name: 'chain_audit', payload: {}, key: 'chain' })).toBe(false)
      await remember(own)
      expect(await deferWhileHeld(ctx(), job)).toBe(false)
    } finally {
      await drivers.close()
    }
  })
})

test('an Incus behind a socket is neither read nor changed while the database waits', async () => {
  const incus = await startFlakyServer([sync({})])
  const drivers = await openDrivers({
    simulatorDatabaseUrl: database.current.roleUrl('andromede_simulator'),
    incusSocket: incus.socketPath,
    now: systemNow,
  })
  try {
    const zone = world.estate.zone.zoneId
    const { signal } = new AbortController()
    await drivers.findIncusFailure(zone, signal)
    const seenBefore = incus.seen.length
    expect(seenBefore).toBeGreaterThan(0)
    await restored()
    expect(await drivers.findIncusFailure(zone, signal)).toMatchObject({ code: 'no_means' })
    const network = {
      networkId: 'net_1',
      organisationId: 'operator',
      range: '10.128.0.0/22',
      hasExit: true,
      ...closedFilter,
    }
    expect(await drivers.ensureNetwork(zone, network, signal)).toBe(false)
    expect(await drivers.checkVantages(zone, signal)).toBeNull()
    await drivers.watchZone(zone, () => undefined, signal)
    expect(incus.seen).toHaveLength(seenBefore)
  } finally {
    await drivers.close()
    await incus.stop()
  }
})

describe('reading while the database waits', () => {
  const zoneOf = () => ({ id: world.estate.zone.zoneId, code: 'TST', driver: 'simulator' }) as const

  test('needs an administrator, and answers comparisons only', async () => {
    const simulatorDatabaseUrl = database.current.roleUrl('andromede_simulator')
    const drivers = await openDrivers({ simulatorDatabaseUrl, now: systemNow })
    const compared = () => withSystem(ctx(), (tx) => drivers.comparedHypervisorOf(tx, zoneOf()))
    try {
      await restored()
      expect(await compared()).toBeNull()
      await expect(allowComparison(staff('capacity'), { identity: own })).rejects.toMatchObject({
        code: 'forbidden',
      })
      await allowComparison(staff(), { identity: own })
      expect(await readRecovery(staff())).toMatchObject({ comparedSince: expect.any(String) })
      await expect(allowComparison(staff(), { identity: own })).rejects.toMatchObject({ code: 'conflict' })
      const hypervisor = await compared()
      const options = { signal: AbortSignal.timeout(5_000) }
      expect(await hypervisor?.surveyor.survey('TST', options)).toEqual(expect.any(Array))
      expect(await hypervisor?.surveyor.balancers?.survey('TST', options)).toEqual(expect.any(Array))
      for (const call of [
        () => hypervisor?.surveyor.deleteInstance('ins_1', options),
        () => hypervisor?.surveyor.balancers?.remove?.('bal_1', options),
        () => hypervisor?.driverOf(world.estate.own.organisationId),
      ])
        await expect(call()).rejects.toMatchObject({ code: 'hypervisor_unreachable' })
      expect(await withSystem(ctx(), (tx) => drivers.hypervisorOf(tx, zoneOf()))).toBeNull()
    } finally {
      await drivers.close()
    }
  })

  test('ends in a copy, which has another identity, and in a copied folder', async () => {
    await restored()
    await allowComparison(staff(), { identity: own })
    const mayCompare = () => withSystem(ctx(), mayCompareOutside)
    expect(await mayCompare()).toBe(true)
    await world.rows.query(`update recoveries set compared_identity = '7/7/00000001'`)
    expect(await mayCompare()).toBe(false)
    await allowComparison(staff(), { identity: own })
    expect(await mayCompare()).toBe(true)
    await recordRecovery(ctx(), 'new_place')
    expect(await mayCompare()).toBe(false)
  })

  test('is not for a worker to allow', async () => {
    await restored()
    const worker = as('andromede_worker')
    await expect(worker`select app.allow_comparison('rcv_1', ${own}, null, now())`).rejects.toMatchObject({
      code: '42501',
    })
    await expect(worker`update recoveries set compared_identity = ${own}`).rejects.toMatchObject({
      code: '42501',
    })
    await worker.end()
  })
})

describe('an administrator', () => {
  test('approves the displayed database with a fresh proof, and work continues', async () => {
    await restored()
    await recordRecovery(ctx())
    await expect(agree({ identity: own, dataLost: false }, staff('capacity'))).rejects.toMatchObject({
      code: 'forbidden',
    })
    const other = own.replace(/[0-9A-F]{8}$/, '00000009')
    await expect(agree({ identity: other, dataLost: false })).rejects.toMatchObject({ code: 'conflict' })
    expect(await outsideWorldAllowed(ctx())).toBe(false)
    expect(await agree({ identity: own, dataLost: false })).toEqual({ parked: 0 })
    expect(await outsideWorldAllowed(ctx())).toBe(true)
    expect(await readRecovery(staff())).toBeNull()
    await expect(agree({ identity: own, dataLost: false })).rejects.toMatchObject({ code: 'state_forbids' })
    const [row] = await world.rows.query<{ staff: string; reason: string }>(
      `select ended_by_staff_id as staff, reason from recoveries`,
    )
    expect(row).toEqual({ staff: administrator, reason: 'new_timeline' })
  })

  test('accepts the number of points that stay open, and no larger one', async () => {
    await restored()
    const quarantine = (id: string) =>
      world.rows.query(
        `insert into quarantined_objects (id, zone_id, kind, subject, details, state, first_seen_at, seen_at)
          values ($1, $2, 'volume', $1, '{}', 'kept', now(), now())`,
        id,
        world.estate.zone.zoneId,
      )
    await quarantine('qua_open_1')
    await quarantine('qua_open_2')
    await expect(agree({ identity: own, dataLost: false, openPoints: 1 })).rejects.toMatchObject({
      code: 'open_points',
      params: { count: '2' },
    })
    expect(await outsideWorldAllowed(ctx())).toBe(false)
    await agree({ identity: own, dataLost: false, openPoints: 2 })
    expect(await outsideWorldAllowed(ctx())).toBe(true)
    await world.rows.query(`delete from quarantined_objects where id like 'qua_open_%'`)
  })

  test('parks the operations that were in progress when rows were lost', async () => {
    const instanceId = await addInstance(world.estate, { at: systemNow() })
    const { sagaId } = await stopInstance(technical(), { instanceId })
    await restored()
    expect(await agree({ identity: own, dataLost: true })).toMatchObject({ parked: expect.any(Number) })
    const [saga] = await world.rows.query<{ state: string; failure: string }>(
      `select state, failure_code as failure from sagas where id = $1`,
      sagaId,
    )
    expect(saga).toEqual({ state: 'parked', failure: 'recovery' })
  })

  test('has every zone compared again after a loss, also where the clock of a worker is ahead', async () => {
    await restored()
    const { zoneId } = world.estate.zone
    await world.rows.query(
      `insert into zone_comparisons (zone_id, turn_at, compared_at, objects, open, healed, withheld)
        values ($1, now(), now() + interval '5 seconds', 0, 0, 0, 0)
        on conflict (zone_id) do update set compared_at = excluded.compared_at`,
      zoneId,
    )
    await agree({ identity: own, dataLost: true, openPoints: 1_000 })
    expect(await world.rows.query(`select app.awaits_comparison($1, '') as awaits`, zoneId)).toEqual([
      { awaits: true },
    ])
  })

  test('is a role that a worker cannot assume: it may not change the identity to compare with', async () => {
    await restored()
    const worker = as('andromede_worker')
    const operator = as('andromede_operator')
    await expect(
      worker`update installation_facts set value = app.database_identity() where name = 'database'`,
    ).rejects.toMatchObject({ code: '42501' })
    await expect(worker`select app.end_recovery(${own}, null, false, now())`).rejects.toMatchObject({
      code: '42501',
    })
    await expect(operator`delete from recoveries`).rejects.toMatchObject({ code: '42501' })
    await Promise.all([worker.end(), operator.end()])
  })
})
