import { expect, it, onTestFinished } from 'vitest'
import type { InstanceSpec } from '../../port/driver'
import { hypervisorName, ownerTags } from '../../port/names'
import {
  type Answerer,
  accepted,
  cutMidBody,
  incusError,
  startFlakyServer,
  sync,
} from '../../testing/flaky-server'
import { instanceSpec, soon } from '../../testing/world'
import { openIncusDriver } from '../open-incus-driver'

const spec = instanceSpec('busybox', { sshKeys: [] })
const name = hypervisorName(spec.resourceId)
const config = {
  'limits.cpu': '1',
  'limits.memory': '256MiB',
  'user.andromede.image': 'busybox',
  ...ownerTags({ ...spec, installation: 'test' }),
}
const devices = { root: { type: 'disk', path: '/', pool: 'default', size: '2GiB' } }
const made = sync({
  name,
  status: 'Stopped',
  config,
  devices,
  expanded_config: config,
  expanded_devices: devices,
})
const profile = sync({ devices: { root: { type: 'disk', path: '/', pool: 'default' } } })
const absent = incusError(404, 'Instance not found')
const atWork = sync({
  running: [{ id: '7', status_code: 103, resources: { instances: [`/1.0/instances/${name}`] } }],
})
const idle = sync({
  running: [{ id: '8', status_code: 103, resources: { instances: ['/1.0/instances/other'] } }],
})
const done = sync({ id: '7', status_code: 200 })

async function create(answers: readonly Answerer[], over: Partial<InstanceSpec> = {}) {
  const server = await startFlakyServer(answers)
  const driver = openIncusDriver({
    socketPath: server.socketPath,
    installation: 'test',
    now: () => new Date(),
  })
  onTestFinished(async () => {
    await driver.close()
    await server.stop()
  })
  await driver.createInstance({ ...spec, ...over }, soon())
  return server.seen.map((line) => line.split('?')[0])
}

it('waits for the creation that an earlier call started, and does not create twice', async () => {
  expect(await create([atWork, done, made])).toEqual([
    'GET /1.0/operations',
    'GET /1.0/operations/7/wait',
    `GET /1.0/instances/${name}`,
  ])
})

it('creates again when the earlier creation failed', async () => {
  const failed = incusError(500, 'no luck')
  expect(await create([atWork, failed, absent, profile, accepted, done, made])).toEqual([
    'GET /1.0/operations',
    'GET /1.0/operations/7/wait',
    `GET /1.0/instances/${name}`,
    'GET /1.0/profiles/default',
    'POST /1.0/instances',
    'GET /1.0/operations/1/wait',
    `GET /1.0/instances/${name}`,
  ])
})

it('adopts what a concurrent call created meanwhile, after waiting for it', async () => {
  const taken = incusError(500, 'Add instance info to the database: UNIQUE constraint failed: instances.name')
  expect((await create([idle, absent, profile, accepted, taken, atWork, done, made])).slice(-3)).toEqual([
    'GET /1.0/operations',
    'GET /1.0/operations/7/wait',
    `GET /1.0/instances/${name}`,
  ])
})

it('does not mistake a broken connection for the end of the operation', async () => {
  const down = incusError(503, 'down')
  await expect(create([atWork, down])).rejects.toMatchObject({ code: 'hypervisor_unreachable' })
  await expect(create([atWork, cutMidBody])).rejects.toMatchObject({ code: 'bad_answer' })
})

it('does not accept a container as a virtual machine, and writes no keys to a virtual machine’s disk', async () => {
  const machine = { type: 'virtual-machine' } as const
  await expect(create([idle, made], machine)).rejects.toMatchObject({ code: 'conflict_spec' })
  const there = sync({
    name,
    type: 'virtual-machine',
    status: 'Stopped',
    config,
    devices,
    expanded_config: config,
    expanded_devices: devices,
  })
  const keys = ['ssh-ed25519 AAAA one']
  expect((await create([idle, there], { ...machine, sshKeys: keys })).at(-1)).toBe(
    `GET /1.0/instances/${name}`,
  )
})
