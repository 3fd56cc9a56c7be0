import { expect, it, onTestFinished } from 'vitest'
import type { Driver } from '../../port/driver'
import { hypervisorName, ownerTags } from '../../port/names'
import { type Answerer, accepted, incusError, startFlakyServer, sync } from '../../testing/flaky-server'
import { instanceSpec, soon } from '../../testing/world'
import { openIncusDriver } from '../open-incus-driver'

const spec = instanceSpec('busybox')
const name = hypervisorName(spec.resourceId)
const server = (status: 'Running' | 'Stopping' | 'Stopped') =>
  sync({ name, status, config: ownerTags({ ...spec, installation: 'test' }), devices: {} })
const [on, off] = [server('Running'), server('Stopped')]
const idle = sync({})
const done = sync({ id: '1', status_code: 200 })

/** Marks a request for a change of power, which is accepted. */
const change: unique symbol = Symbol('change')
/** A running guest that ignores the request to shut down. */
const unheard = [idle, on, change, incusError(500, 'context deadline exceeded')] as const

/** Returns the power requests that were sent, in order, and the result. */
async function ask(answers: readonly (Answerer | typeof change)[], act: (driver: Driver) => Promise<void>) {
  const requests: string[] = []
  const hear: Answerer = async (request, response) => {
    const { action, timeout } = JSON.parse(Buffer.concat(await request.toArray()).toString())
    requests.push(`${action} ${timeout}`)
    accepted(request, response)
  }
  const flaky = await startFlakyServer(answers.map((answer) => (answer === change ? hear : answer)))
  const driver = openIncusDriver({
    socketPath: flaky.socketPath,
    installation: 'test',
    now: () => new Date(),
  })
  onTestFinished(async () => {
    await driver.close()
    await flaky.stop()
  })
  const failure = await act(driver).then(
    () => null,
    (error: { code: string }) => error.code,
  )
  return { asked: requests, failure }
}
const restart = (driver: Driver) => driver.restartInstance(spec.resourceId, soon())
const stop = (force: boolean) => (driver: Driver) => driver.stopInstance(spec.resourceId, { force }, soon())

it('repeats the shutdown request for a guest that had just booted and missed it', async () => {
  expect(await ask([...unheard, idle, on, change, done], restart)).toEqual({
    asked: ['restart 4', 'restart 8'],
    failure: null,
  })
  expect(await ask([...unheard, idle, on, change, done], stop(false))).toEqual({
    asked: ['stop 4', 'stop 8'],
    failure: null,
  })
})

it('starts a guest that shut down too late for the restart; a stop has nothing more to do', async () => {
  expect(await ask([...unheard, idle, off, change, done], restart)).toEqual({
    asked: ['restart 4', 'start 30'],
    failure: null,
  })
  const ended = incusError(400, 'The instance is already stopped')
  expect(await ask([...unheard, idle, on, ended, idle, off, change, done], restart)).toEqual({
    asked: ['restart 4', 'start 30'],
    failure: null,
  })
  expect(await ask([...unheard, idle, off], stop(false))).toEqual({
    asked: ['stop 4'],
    failure: null,
  })
})

it('waits for a shutdown that timed out and has not ended inside Incus yet', async () => {
  const busy = incusError(400, 'Create restart operation: Instance is busy running a "stop" operation')
  expect(await ask([...unheard, idle, on, change, busy, change, busy, change, done], restart)).toEqual({
    asked: ['restart 4', 'restart 8', 'restart 8', 'restart 8'],
    failure: null,
  })
  const always = Array.from({ length: 5 }, () => [change, busy] as const).flat()
  expect(await ask([idle, on, ...always], restart)).toEqual({
    asked: Array.from({ length: 5 }, () => 'restart 4'),
    failure: 'busy',
  })
})

it('gives up on a guest that ignores every request, so that the caller can force it', async () => {
  const thrice = [...unheard, ...unheard, ...unheard, idle, on]
  expect(await ask(thrice, stop(false))).toEqual({
    asked: ['stop 4', 'stop 8', 'stop 12'],
    failure: 'timeout',
  })
  expect(await ask([on, change, done], stop(true))).toEqual({ asked: ['stop 30'], failure: null })
})

it('does not start a guest that is still shutting down, and checks once more after the last request', async () => {
  const ending = server('Stopping')
  expect(await ask([...unheard, idle, ending, change, done], restart)).toEqual({
    asked: ['restart 4', 'restart 8'],
    failure: null,
  })
  const late = [...unheard, ...unheard, ...unheard, idle, off]
  expect(await ask(late, stop(false))).toEqual({ asked: ['stop 4', 'stop 8', 'stop 12'], failure: null })
})

it('requests once if no text shows whether the guest ended', async () => {
  const noAnswer = incusError(408, 'request timeout')
  expect(await ask([idle, on, noAnswer, idle, on, change, done], restart)).toEqual({
    asked: [],
    failure: 'timeout',
  })
})

it('requests once if the failure is another one', async () => {
  const failed = incusError(500, 'no luck')
  expect(await ask([idle, on, change, failed], restart)).toEqual({
    asked: ['restart 4'],
    failure: 'operation_failed',
  })
})

it('starts the server again, twice at most, where its member had an old copy of the database of OVN', async () => {
  const behind = incusError(
    500,
    'Failed creating port group "incus_acl36": constraint violation: Transaction causes multiple rows in "Port_Group" table to have identical values (incus_acl36_net39) for index on column "name".',
  )
  const start = (driver: Driver) => driver.bootInstance(spec.resourceId, soon())
  expect(await ask([idle, off, change, behind, change, behind, change, done], start)).toEqual({
    asked: ['start 30', 'start 30', 'start 30'],
    failure: null,
  })
  expect(await ask([idle, off, change, behind, change, behind, change, behind], start)).toEqual({
    asked: ['start 30', 'start 30', 'start 30'],
    failure: 'operation_failed',
  })
})
