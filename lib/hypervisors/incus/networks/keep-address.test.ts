import { expect, it, onTestFinished } from 'vitest'
import { hypervisorName, ownerTags } from '../../port/names'
import { type Answerer, accepted, startFlakyServer, sync } from '../../testing/flaky-server'
import { instanceSpec, soon } from '../../testing/world'
import { openIncusDriver } from '../open-incus-driver'

const spec = instanceSpec('busybox', { address: '10.77.14.77' })
const name = hypervisorName(spec.resourceId)
const nic = { type: 'nic', network: 'incusbr0', name: 'eth0', 'ipv4.address': '10.77.14.77' }

const server = (devices: Record<string, Record<string, string>>, given: string[] | null): Answerer =>
  sync({
    name,
    status: given ? 'Running' : 'Stopped',
    config: ownerTags({ ...spec, installation: 'test' }),
    devices,
    state: {
      network: { eth0: { addresses: (given ?? []).map((address) => ({ address, scope: 'global' })) } },
    },
  })
const idle = sync({})
const done = sync({ id: '1', status_code: 200 })
const changed = [accepted, done] as const

/** Returns the requests made to start this server, in order, without reads of operations. */
async function start(answers: readonly Answerer[]) {
  const flaky = await startFlakyServer(answers)
  const { socketPath } = flaky
  const driver = openIncusDriver({ socketPath, installation: 'test', now: () => new Date() })
  onTestFinished(async () => {
    await driver.close()
    await flaky.stop()
  })
  await driver.startInstance(spec.resourceId, soon())
  return flaky.seen
    .filter((line) => !line.includes('/operations'))
    .map((line) => line.replace(`/1.0/instances/${name}`, '').replace(/project=\w+&?/, ''))
}

it('starts a server once if it gets its reserved address, and waits for that address', async () => {
  const [off, asking, right] = [null, [], ['fd42::1', '10.77.14.77']].map((given) =>
    server({ eth0: nic }, given),
  )
  if (!off || !asking || !right) throw new Error('three answers')
  const seen = await start([idle, off, ...changed, asking, right])
  expect(seen.filter((line) => line.startsWith('PUT'))).toHaveLength(1)
  expect(seen.filter((line) => line.startsWith('GET'))).toHaveLength(3)
})

it('restarts a server that requested an address before its reservation was known, until it has the right one', async () => {
  const wrong = server({ eth0: nic }, ['10.77.14.23'])
  const seen = await start([
    idle,
    server({ eth0: nic }, null),
    ...changed,
    wrong,
    ...changed,
    wrong,
    ...changed,
    server({ eth0: nic }, ['10.77.14.77']),
  ])
  expect(seen.filter((line) => line.startsWith('PUT'))).toHaveLength(3)
})

it('keeps the wrong address of a server after three restarts', async () => {
  const wrong = server({ eth0: nic }, ['10.77.14.23'])
  const again = [wrong, ...changed]
  const seen = await start([idle, server({ eth0: nic }, null), ...changed, ...again, ...again, ...again])
  expect(seen.filter((line) => line.startsWith('PUT'))).toHaveLength(4)
})

it('does not wait for an address if none is reserved', async () => {
  const { 'ipv4.address': _, ...card } = nic
  const seen = await start([idle, server({ eth0: card }, null), ...changed, server({ eth0: card }, [])])
  expect(seen.filter((line) => line.startsWith('GET'))).toHaveLength(2)
})
