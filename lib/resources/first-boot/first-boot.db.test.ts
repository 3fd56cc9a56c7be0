import { afterAll, beforeAll, expect, test } from 'vitest'
import { withSystem } from '~/db/client'
import { systemTestContext } from '~/db/testing/contexts'
import { useTestDatabase } from '~/db/testing/use-test-database'
import type { Driver, FirstBoot } from '~/lib/hypervisors'
import { DriverError } from '~/lib/hypervisors/port/driver-error'
import type { Id } from '~/lib/kernel/ids'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import { addSeconds, systemNow } from '~/lib/kernel/time/clock'
import { makeBuyer } from '~/testing/buyer'
import { inspectInstance } from '../common/inspect-resource'
import { driveToRest } from '../testing/drive'
import { addInstance } from '../testing/resources'
import { openSagaWorld, type SagaWorld } from '../testing/saga-world'
import { runningServer } from '../testing/scenario-parts'
import { prepareSaga } from '../testing/scenarios'
import { insertFirstBoot } from './queries/first-boots'
import { openFirstBootReader } from './read-first-boots'

const database = useTestDatabase()
const { sql } = database
let world: SagaWorld

beforeAll(async () => {
  world = await openSagaWorld(database.current)
  await sql`update images set has_cloud_init = true`
})
afterAll(() => world?.close())

const real = () => ({ driverFor: async () => world.simulator })
/** A driver that gives these answers, then the last one again. */
function answering(...answers: (FirstBoot | 'unreachable')[]) {
  let calls = 0
  const readFirstBoot = async () => {
    const answer = answers[Math.min(calls, answers.length - 1)]
    calls += 1
    if (answer === 'unreachable' || !answer) throw new DriverError('hypervisor_unreachable', {})
    return answer
  }
  return { calls: () => calls, driverFor: async () => ({ readFirstBoot }) as unknown as Driver }
}
/** Two workers at once, `seconds` after now. */
const never = () => new Promise(() => undefined)
const at = (seconds: number) => systemTestContext(addSeconds(systemNow(), seconds))
const pass = (drivers: Parameters<typeof openFirstBootReader>[0], seconds = 1) =>
  Promise.all([1, 2].map(() => openFirstBootReader(drivers, never)(at(seconds))))
const viewOf = async (instanceId: Id<'instance'>, seconds = 1) =>
  (await inspectInstance(world.estate.own.as('reader', addSeconds(systemNow(), seconds)), { instanceId }))
    .firstBoot

test('is read by a worker after the server was delivered, and shown to every reader', async () => {
  const { instance } = await runningServer(world)
  expect(await viewOf(instance)).toMatchObject({ is: 'running', isFollowed: true, milliseconds: null })
  await pass(real())
  expect(await viewOf(instance)).toMatchObject({ is: 'done', isFollowed: false, milliseconds: 0 })
  const later = answering({ state: 'running' })
  await pass(later, 3_600)
  expect(later.calls()).toBe(0)
})

test('names the module and the error of one that failed', async () => {
  const { instance } = await runningServer(world)
  await world.simulator.setFault({ name: 'first-boot-fails', resource: instance })
  await pass(real())
  expect(await viewOf(instance)).toMatchObject({
    is: 'failed',
    module: 'scripts_user',
    error: 'Runparts: 1 failures (runcmd) in 1 attempted commands',
  })
})

test('is followed while it lasts, by one worker at a time, over a host that does not answer', async () => {
  const { instance } = await runningServer(world)
  const drivers = answering(
    { state: 'running' },
    'unreachable',
    { state: 'unknown' },
    {
      state: 'failed',
      milliseconds: null,
      module: null,
      error: `a\u0007b\u202e${'é'.repeat(400)}`,
    },
  )
  for (const [turn, at] of [1, 10, 20].entries()) {
    await pass(drivers, at)
    expect(drivers.calls()).toBe(turn + 1)
    expect(await viewOf(instance, at)).toMatchObject({ is: 'running', isFollowed: true })
  }
  await pass(drivers, 40)
  const { is, module, error } = (await viewOf(instance)) ?? {}
  expect([is, module, error]).toEqual(['failed', null, `a b ${'é'.repeat(296)}`])
})

test('is given up after a day without a report', async () => {
  const { instance } = await runningServer(world)
  const drivers = answering('unreachable')
  await pass(drivers, 1)
  expect(await viewOf(instance, 700)).toMatchObject({ is: 'running', isFollowed: false })
  await pass(drivers, 86_500)
  expect(await viewOf(instance)).toMatchObject({ is: 'unknown' })
})

test('is absent for an image without cloud-init, whose servers are never read', async () => {
  await sql`update images set has_cloud_init = false`
  const { instance } = await runningServer(world)
  const drivers = answering({ state: 'running' })
  await pass(drivers)
  expect(drivers.calls()).toBe(0)
  expect(await viewOf(instance)).toMatchObject({ is: 'absent', since: null })
  await sql`update images set has_cloud_init = true`
  expect(await viewOf(instance)).toBeNull()
})

test('is absent where the server has no cloud-init although its image is marked as carrying it', async () => {
  const { instance } = await runningServer(world)
  await pass(answering({ state: 'absent' }))
  expect(await viewOf(instance)).toMatchObject({ is: 'absent' })
})

test('is erased with its server, and hidden from other organisations', async () => {
  const stranger = await makeBuyer(sql)
  const { resources, sagaId } = await prepareSaga(world, 'purge_instance')
  const instanceId = resources.instance as Id<'instance'>
  await expect(inspectInstance(stranger.as(), { instanceId })).rejects.toMatchObject({ code: 'not_found' })
  const rows = () => sql`select state from first_boots where instance_id = ${instanceId}`
  expect(await rows()).toHaveLength(1)
  await driveToRest(world.engine(), sagaId)
  expect(await rows()).toHaveLength(0)
})

test('a report that does not end holds up other servers of its customer at most', async () => {
  await sql`update first_boots set next_read_at = null`
  const slow: Id<'instance'>[] = []
  for (let count = 0; count < 6; count += 1) slow.push((await runningServer(world)).instance)
  const [theirs] = [await addInstance(world.estate, { of: world.estate.foreign })]
  await withSystem(systemTestContext(), (tx) => insertFirstBoot(tx, theirs, systemNow()))
  const held = openPromise()
  const begun: string[] = []
  const readFirstBoot = async (id: Id<'instance'>): Promise<FirstBoot> => {
    begun.push(id)
    if (slow.includes(id)) await held.promise
    return { state: 'done', milliseconds: 1 }
  }
  // The end of a pass that waited long enough, which it does not do before the fast one has been read.
  const waited = async () => {
    const state = () => sql`select state from first_boots where instance_id = ${theirs}`
    await expect.poll(state).toEqual([{ state: 'done' }])
  }
  const read = openFirstBootReader(
    { driverFor: async () => ({ readFirstBoot }) as unknown as Driver },
    waited,
  )
  await read(at(1))
  expect(begun.filter((id) => id !== theirs)).toHaveLength(4)
  await read(at(120))
  expect(begun).toHaveLength(5)
  held.resolve()
  await expect
    .poll(() => sql`select from first_boots where state = 'running' and instance_id in ${sql(slow)}`)
    .toHaveLength(2)
  await openFirstBootReader(
    { driverFor: async () => ({ readFirstBoot }) as unknown as Driver },
    never,
  )(at(240))
  expect(new Set(begun)).toEqual(new Set([...slow, theirs]))
})
