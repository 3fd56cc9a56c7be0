import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { readInstanceSpec } from '~/lib/resources/sagas/facts'
import { recordSaga } from '~/lib/resources/sagas/record-saga'
import { addInstance } from '~/lib/resources/testing/resources'
import { openSagaWorld, type SagaWorld } from '~/lib/resources/testing/saga-world'
import { makeStaff } from '~/testing/staff'
import { instanceSpec, soon } from '../testing/world'
import { compareInstance } from './compare-instance'
import { compareZone } from './compare-zone'
import { releaseDrift } from './release-drift'

const database = useTestDatabase()
const startedAt = systemNow()
let world: SagaWorld
let zone: { id: Id<'zone'>; code: string; driver: 'simulator' }
let clock = 0

beforeAll(async () => {
  world = await openSagaWorld(database.current)
  const id = world.estate.zone.zoneId
  const [row] = await world.rows.query<{ code: string }>(`select code from zones where id = $1`, id)
  zone = { id, code: row?.code ?? '', driver: 'simulator' }
  await world.rows.query(
    `insert into zone_comparisons (zone_id, turn_at, objects, open, healed, withheld) values ($1, now(), 0, 0, 0, 0)`,
    id,
  )
})
afterAll(() => world?.close())

const now = () => {
  clock += 60
  return addSeconds(startedAt, clock)
}
const hypervisor = () => ({
  surveyor: world.simulator,
  driverOf: async () => world.simulator,
  hostOf: (name: string) => name,
})
const compare = () => compareZone(systemTestContext(now()), zone, hypervisor())
/** Loses the latest rows, after which an operator approves the database. */
const lose = async () => {
  await world.rows.query(
    `insert into installation_facts (name, value) values ('data_lost_at', $1) on conflict (name) do update set value = $1`,
    now().toISOString(),
  )
  await world.rows.query(`update drifts set held = true where state = 'open'`)
}
/** Creates a server that is larger than its row: its customer resized it after the backup. */
async function resized(): Promise<Id<'instance'>> {
  const id = await addInstance(world.estate, { at: addSeconds(startedAt, -3_600) })
  const spec = await withSystem(systemTestContext(), (tx) => readInstanceSpec(tx, id, startedAt))
  await world.simulator.createInstance(spec, soon())
  await world.simulator.startInstance(id, soon())
  await world.rows.query(`update simulator.instances set vcpu = 16 where resource_id = $1`, id)
  return id
}
const sizeOf = async (id: string) => {
  const found = await world.simulator.observeInstance(id, soon())
  return found.exists ? found.vcpu : 0
}
const drifts = (id: string) =>
  world.rows.query<{ state: string; held: boolean }>(
    `select state, held from drifts where subject = $1 order by first_seen_at`,
    id,
  )
const setBusy = (id: Id<'instance'>) =>
  withSystem(systemTestContext(), (tx) =>
    recordSaga(tx, systemTestContext(), {
      kind: 'stop_instance',
      organisationId: world.estate.own.organisationId,
      resourceKind: 'instance',
      resourceId: id,
      input: {},
    }),
  )
const setIdle = (id: string) => world.rows.query(`update sagas set state = 'done' where resource_id = $1`, id)

test('a held difference stays held while its server is busy or its host is silent', async () => {
  const id = await resized()
  await lose()
  await compare()
  expect(await drifts(id)).toEqual([{ state: 'open', held: true }])
  await setBusy(id)
  await compare()
  await setIdle(id)
  await world.simulator.setFault({ name: 'zone-down', zoneCode: zone.code })
  await compare()
  await world.simulator.clearFaults()
  for (const _turn of [1, 2]) await compare()
  await compareInstance(systemTestContext(now()), zone, hypervisor(), id)
  expect(await drifts(id)).toEqual([{ state: 'open', held: true }])
  expect(await sizeOf(id)).toBe(16)
  const [drift] = await world.rows.query<{ id: Id<'drift'> }>(`select id from drifts where subject = $1`, id)
  const staff = (await makeStaff(database.sql, ['capacity'])).staffId
  if (drift) await releaseDrift(staffTestContext(staff, ['capacity'], systemNow()), { driftId: drift.id })
  await compare()
  expect(await sizeOf(id)).toBe(2)
})

test('a server that was busy or silent at the first comparison after the loss is held at the first that judges it', async () => {
  const busy = await resized()
  const judged = await resized()
  await setBusy(busy)
  await world.rows.query(`update simulator.instances set vcpu = 2 where resource_id = $1`, judged)
  await lose()
  await compare()
  await setIdle(busy)
  await world.rows.query(`update simulator.instances set vcpu = 16 where resource_id = $1`, judged)
  for (const _turn of [1, 2, 3]) await compare()
  expect(await drifts(busy)).toEqual([{ state: 'open', held: true }])
  expect(await sizeOf(busy)).toBe(16)
  // The row and the server agreed after the loss, so a later difference is healed.
  expect(await drifts(judged)).toEqual([{ state: 'healed', held: false }])
  expect(await sizeOf(judged)).toBe(2)

  const silent = await resized()
  await lose()
  await world.simulator.setFault({ name: 'zone-down', zoneCode: zone.code })
  await compare()
  await world.simulator.clearFaults()
  for (const _turn of [1, 2]) await compare()
  expect(await drifts(silent)).toEqual([{ state: 'open', held: true }])
  expect(await sizeOf(silent)).toBe(16)
})

test('an object without a row does not lose its hold while its host is silent', async () => {
  const spec = instanceSpec('debian/13', {
    zoneCode: zone.code,
    organisationId: world.estate.own.organisationId,
  })
  await world.simulator.createInstance(spec, soon())
  await lose()
  await compare()
  await world.simulator.setFault({ name: 'zone-down', zoneCode: zone.code })
  await compare()
  await world.simulator.clearFaults()
  await compare()
  expect(await drifts(spec.resourceId)).toEqual([{ state: 'open', held: true }])
})
