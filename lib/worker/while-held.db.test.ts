import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { agreeToDatabase, readRecovery } from '~/lib/hypervisors'
import { closedFilter } from '~/lib/hypervisors/port/firewall'
import { compareZones, openDrivers } from '~/lib/hypervisors/runtime'
import { startFlakyServer, sync } from '~/lib/hypervisors/testing/flaky-server'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { outsideWorldAllowed, recordRecovery } from '~/lib/recovery'
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
const agree = (input: { identity: string; dataLost: boolean }, by: OpContext = staff()) =>
  agreeToDatabase(by, input)
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
      const job = { name: 'send_mail', payload: { mailId: 'mai_1' }, key: 'mail:1' } as const
      expect(await deferWhileHeld(ctx(), job)).toBe(true)
      const queue = as('andromede_queue')
      expect(
        await queue`select 1 from graphile_worker._private_jobs where key = 'mail:1' and run_at > now()`,
      ).toHaveLength(1)
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
