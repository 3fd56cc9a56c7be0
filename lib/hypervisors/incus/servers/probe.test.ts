import { expect, it, onTestFinished } from 'vitest'
import { hypervisorName, ownerTags } from '../../port/names'
import { startFlakyServer, sync } from '../../testing/flaky-server'
import { instanceSpec, soon } from '../../testing/world'
import { openIncusDriver } from '../open-incus-driver'

const spec = instanceSpec('busybox')

it.each([
  ['its network cannot have assigned', { managed: true, config: { 'ipv4.address': '10.77.14.1/24' } }],
  ['a network without a known range may have assigned', { managed: false, config: {} }],
])('does not probe an address that a guest reports and %s', async (_, network) => {
  const eth0 = { type: 'nic', network: 'incusbr0', name: 'eth0' }
  const record = {
    name: hypervisorName(spec.resourceId),
    status: 'Running',
    config: ownerTags({ ...spec, installation: 'test' }),
    devices: { eth0 },
    expanded_devices: { eth0 },
    state: { network: { dummy0: { addresses: [{ address: '10.0.0.5', scope: 'global' }] } } },
  }
  const { socketPath, seen, stop } = await startFlakyServer([sync(record), sync(network)])
  const driver = openIncusDriver({ socketPath, installation: 'test', now: () => new Date() })
  onTestFinished(async () => {
    await driver.close()
    await stop()
  })
  expect(await driver.probe(spec.resourceId, { protocol: 'http', port: 8443 }, soon())).toEqual({
    state: 'down',
    text: 'no address yet',
  })
  expect(seen).toHaveLength(2)
})
