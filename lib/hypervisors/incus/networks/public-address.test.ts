import { afterEach, expect, it } from 'vitest'
import { type Answerer, incusError, startFlakyServer, sync } from '../../testing/flaky-server'
import { soon } from '../../testing/world'
import { openIncusDriver } from '../open-incus-driver'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const forward = (address: string, location: string, installation = 'here') => ({
  listen_address: address,
  location,
  config: {
    'user.andromede.resource_id': `adr_${address}`,
    'user.andromede.organisation_id': 'org_1',
    'user.andromede.installation': installation,
    'user.andromede.instance_id': 'ins_1',
  },
})

/** Answers of a cluster with one dead member. */
const answers: Record<string, Answerer> = {
  '/1.0/network-allocations': incusError(500, 'Failed getting leases: peer node 10.90.0.3:8443 is down'),
  '/1.0/networks': sync([
    { name: 'an1', type: 'bridge', managed: true },
    { name: 'an2', type: 'bridge', managed: true },
    { name: 'gone', type: 'bridge', managed: true },
    { name: 'uplink', type: 'physical', managed: true },
    { name: 'lo', type: 'loopback', managed: false },
  ]),
  '/1.0/networks/an1/forwards': sync([
    forward('203.0.113.1', 'n1'),
    forward('203.0.113.9', 'n1', 'elsewhere'),
  ]),
  '/1.0/networks/an2/forwards': sync([forward('203.0.113.2', 'n2')]),
  '/1.0/networks/gone/forwards': incusError(404, 'Network not found'),
}

it('public addresses can be listed while a member of the cluster is dead', async () => {
  const server = await startFlakyServer([
    (request, response) => {
      const answer = answers[(request.url ?? '').split('?')[0] ?? '']
      ;(answer ?? incusError(400, `unexpected ${request.url}`))(request, response)
    },
  ])
  const driver = openIncusDriver({
    socketPath: server.socketPath,
    installation: 'here',
    now: () => new Date(0),
  })
  closers.push(() => driver.close(), server.stop)
  expect(await driver.surveyAddresses('INC3', soon())).toEqual([
    { addressId: 'adr_203.0.113.1', organisationId: 'org_1', address: '203.0.113.1', instanceId: 'ins_1' },
    { addressId: 'adr_203.0.113.2', organisationId: 'org_1', address: '203.0.113.2', instanceId: 'ins_1' },
  ])
})
