import { expect, it, onTestFinished } from 'vitest'
import { startFlakyServer, sync } from '../testing/flaky-server'
import { soon } from '../testing/world'
import { createIncusContext } from './context'
import { openIncusHttp } from './http-client'
import { managementWalls } from './management-walls'

it('servers are kept from their gateway, from where each member listens and from management ranges', async () => {
  const environment = {
    server_clustered: true,
    addresses: ['10.90.0.1:8443', '[2001:db8::1]:8443', '127.0.0.1:8443', '10.128.8.1:8443'],
  }
  const members = [{ url: 'https://10.90.0.1:8443' }, { url: 'https://10.90.0.2:8443' }]
  const { socketPath, stop } = await startFlakyServer([sync({ environment }), sync(members)])
  const now = () => new Date()
  const http = openIncusHttp({
    socketPath,
    now,
    requestTimeoutMs: 10_000,
    failureLimit: 5,
    circuitOpenMs: 10_000,
  })
  onTestFinished(async () => {
    await http.close()
    await stop()
  })
  const managementRanges = ['198.51.100.0/24']
  const incus = createIncusContext({ http, project: 'default', installation: 'test', now, managementRanges })
  const walls = await managementWalls(incus, '10.128.4.1/22', soon().signal)
  expect(walls.map(({ action, destination }) => [action, destination])).toEqual([
    ['drop', '10.128.4.1,10.90.0.1,10.90.0.2,198.51.100.0/24'],
    ['drop', 'fe80::/10'],
  ])
})
