import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { CallOptions } from '../port/driver'
import { instanceSpec, soon } from '../testing/world'
import { openSimulator, type SimulatorDriver } from './open-simulator'

const database = useTestDatabase()
let driver: SimulatorDriver
let millis = Date.UTC(2026, 0, 1)

let datacenter: postgres.Sql

beforeAll(() => {
  const databaseUrl = database.current.roleUrl('andromede_simulator')
  driver = openSimulator({ databaseUrl, installation: 'time', now: () => new Date(millis) })
  datacenter = postgres(databaseUrl, { max: 1 })
})
afterAll(async () => {
  await datacenter.end()
  await driver.close()
})

const observe = (id: string) => driver.observeInstance(id, soon())
const running = () =>
  datacenter`select change ->> 'action' as action from simulator.operations where settled_at is null`.then(
    (rows) => rows.map((row) => row.action),
  )

/** Starts a change whose caller gives up once the datacenter has accepted it. */
async function accept(action: string, change: (options: CallOptions) => Promise<void>) {
  const caller = new AbortController()
  const call = change({ signal: caller.signal })
  const ended = expect(call).rejects.toMatchObject({ code: 'timeout', retryable: true })
  await expect.poll(running, { interval: 20 }).toEqual([action])
  caller.abort()
  await ended
}

async function createAtOnce() {
  const spec = instanceSpec('debian-13')
  await driver.setLatencyPercent(0)
  await driver.createInstance(spec, soon())
  await driver.setLatencyPercent(100)
  return spec.resourceId
}

it('carries out an accepted change at its due time, with or without a waiting caller', async () => {
  const id = await createAtOnce()
  await accept('start', (options) => driver.startInstance(id, options))
  millis += 699
  expect(await observe(id)).toMatchObject({ power: 'starting', addresses: [] })
  millis += 1
  expect(await observe(id)).toMatchObject({ power: 'running', addresses: [expect.any(String)] })
  expect(await driver.probeReachable(id, soon())).toMatchObject({ reachable: false })
  millis += 600
  expect(await driver.probeReachable(id, soon())).toMatchObject({ reachable: true })
})

it('runs cloud-init for some seconds from the first answer, and fails it on request', async () => {
  const id = await createAtOnce()
  await driver.setLatencyPercent(0)
  await driver.startInstance(id, soon())
  await driver.setLatencyPercent(100)
  const first = () => driver.readFirstBoot(id, soon())
  expect(await first()).toEqual({ state: 'running' })
  millis += 2_999
  expect(await first()).toEqual({ state: 'running' })
  millis += 7_001
  const done = await first()
  expect(done).toEqual({ state: 'done', milliseconds: expect.any(Number) })
  expect(await first()).toEqual(done)
  await driver.setFault({ name: 'first-boot-fails', resource: id })
  expect(await first()).toMatchObject({ state: 'failed', module: 'scripts_user' })
  expect(await first()).toEqual(done)
})

it('takes no time if nothing changes', async () => {
  const id = await createAtOnce()
  await driver.stopInstance(id, { force: false }, soon())
  await driver.resizeInstance(id, { vcpu: 1, memoryMib: 256, rootDiskGib: 2 }, soon())
  expect(await running()).toEqual([])
})

it('makes a change wait for the running change of the same server', async () => {
  const spec = instanceSpec('debian-13')
  await accept('create', (options) => driver.createInstance(spec, options))
  const start = driver.startInstance(spec.resourceId, soon())
  expect(await observe(spec.resourceId)).toMatchObject({ exists: true, power: 'stopped' })
  expect(await running()).toEqual(['create'])
  millis += 800
  await expect.poll(running, { interval: 20 }).toEqual(['start'])
  millis += 700
  await start
  expect(await observe(spec.resourceId)).toMatchObject({ power: 'running' })
})

it('finds the accepted change when the call is repeated', async () => {
  const spec = instanceSpec('debian-13')
  await accept('create', (options) => driver.createInstance(spec, options))
  const repeat = driver.createInstance(spec, soon())
  millis += 800
  await repeat
  expect(await observe(spec.resourceId)).toMatchObject({ exists: true, ours: true })
})

it('dates an effect at its due time, however late it is read', async () => {
  const id = await createAtOnce()
  await accept('start', (options) => driver.startInstance(id, options))
  millis += 700 + 600
  expect(await driver.probeReachable(id, soon())).toMatchObject({ reachable: true })
})

it('lists due changes as already applied', async () => {
  const id = await createAtOnce()
  await accept('delete', (options) => driver.deleteInstance(id, options))
  const ids = async () => (await driver.listOwned(soon())).map((each) => each.resourceId)
  expect(await ids()).toContain(id)
  millis += 400
  expect(await ids()).not.toContain(id)
})

it('is unreachable while its database is unavailable', async () => {
  const url = new URL(database.current.roleUrl('andromede_simulator'))
  url.port = '1'
  const away = openSimulator({
    databaseUrl: url.toString(),
    installation: 'time',
    now: () => new Date(millis),
  })
  const unreachable = { code: 'hypervisor_unreachable', retryable: true }
  await expect(away.createInstance(instanceSpec('debian-13'), soon())).rejects.toMatchObject(unreachable)
  await expect(away.listOwned(soon())).rejects.toMatchObject(unreachable)
  await away.close()
})

it('is inaccessible to every other role', async () => {
  for (const role of [
    'andromede_portal',
    'andromede_operator',
    'andromede_worker',
    'andromede_queue',
  ] as const) {
    const client = database.sqlAs(role)
    await expect(client`select 1 from simulator.instances`).rejects.toThrow(
      /permission denied for schema simulator/,
    )
  }
})

it('cannot access the product’s tables', async () => {
  const client = database.sqlAs('andromede_simulator')
  await expect(client`select 1 from organisations`).rejects.toThrow(/permission denied/)
})
