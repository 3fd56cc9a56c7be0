import { afterEach, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { NetworkSpec } from '../../port/driver'
import { closedFilter } from '../../port/firewall'
import { ownerTags } from '../../port/names'
import { type Answerer, incusError, startFlakyServer, sync } from '../../testing/flaky-server'
import { inbound } from '../../testing/inbound'
import { soon } from '../../testing/world'
import { toAclRules } from '../acl-rule'
import { openIncusDriver } from '../open-incus-driver'
import { bridgeName } from './bridge-name'
import { egressKey } from './private-network'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const installation = 'here'
const spec: NetworkSpec = {
  networkId: newId('network'),
  organisationId: newId('organisation'),
  range: '10.128.0.0/22',
  hasExit: true,
  ...closedFilter,
  rules: [inbound('tcp', '80')],
}
const name = bridgeName(installation, spec.networkId)
const config = ownerTags({ resourceId: spec.networkId, organisationId: spec.organisationId, installation })

/** A member that already shows the wanted rules, as it does while a change waits for the others. */
async function connect(write: Answerer) {
  const answers: Record<string, Answerer> = {
    [`GET /1.0/network-acls/${name}`]: sync({ config, ingress: spec.rules.flatMap(toAclRules) }),
    [`PUT /1.0/network-acls/${name}`]: write,
    [`GET /1.0/networks/${name}`]: sync({ status: 'Created', config: { ...config, [egressKey]: 'allow' } }),
    [`PATCH /1.0/networks/${name}`]: sync({}),
    'GET /1.0': sync({ environment: { addresses: ['10.90.0.1:8443'], server_clustered: true } }),
    'GET /1.0/cluster': sync({ enabled: true }),
    'GET /1.0/cluster/members': sync([
      { server_name: 'n1', status: 'Online', url: 'https://10.90.0.1:8443' },
      { server_name: 'n2', status: 'Offline', url: 'https://10.90.0.2:8443' },
    ]),
  }
  const server = await startFlakyServer([
    (request, response) => {
      const answer = answers[`${request.method} ${(request.url ?? '').split('?')[0]}`]
      ;(answer ?? incusError(400, `unexpected ${request.url}`))(request, response)
    },
  ])
  const driver = openIncusDriver({ socketPath: server.socketPath, installation, now: () => new Date(0) })
  closers.push(() => driver.close(), server.stop)
  const writes = () =>
    server.seen.filter((each) => /^(PUT|PATCH)/.test(each)).map((each) => each.split('?')[0])
  return { driver, writes, written: () => server.seen.filter((each) => each.startsWith('PUT')).length }
}

it('rules are written even if the hypervisor already shows them', async () => {
  const { driver, written } = await connect(sync({}))
  await driver.applyRules('INC3', spec, soon())
  expect(written()).toBe(1)
})

it('outbound traffic is restricted after the rules that allow some of it are written', async () => {
  const { driver, writes } = await connect(sync({}))
  await driver.applyRules('INC3', { ...spec, egress: 'listed' }, soon())
  expect(writes()).toEqual([`PUT /1.0/network-acls/${name}`, `PATCH /1.0/networks/${name}`])
})

it('rules of a network that belongs to another organisation are not written', async () => {
  const { driver, written } = await connect(sync({}))
  const taken = driver.applyRules('INC3', { ...spec, organisationId: newId('organisation') }, soon())
  await expect(taken).rejects.toMatchObject({ code: 'conflict_not_ours' })
  expect(written()).toBe(0)
})

it('a write that a member does not confirm fails with the name of the member', async () => {
  const { driver } = await connect(incusError(500, 'peer node 10.90.0.2:8443 is down'))
  await expect(driver.applyRules('INC3', spec, soon())).rejects.toMatchObject({ params: { hosts: 'n2' } })
})
