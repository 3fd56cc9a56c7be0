import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { InstanceSpec, NetworkSpec } from '../../port/driver'
import { closedFilter } from '../../port/firewall'
import { inbound } from '../../testing/inbound'
import { startIncusMember } from '../../testing/incus-member'
import { instanceSpec, soon } from '../../testing/world'
import { createIncusContext } from '../context'
import { openIncusConnection } from '../open-incus-driver'
import { execInside } from '../servers/exec'
import { openIncusHttp } from '../wire/http-client'
import { projectOf } from '../zone/project'

const member = await startIncusMember()
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
if (!member.available) console.warn(`Incus tests are skipped: ${member.reason}`)
const now = () => new Date()
const installation = 'address-test'
const socketPath = member.available ? member.socketPath : ''
const address = '203.0.113.7'

describe.skipIf(!member.available)('a public address', { timeout: 120_000 }, () => {
  const connection = openIncusConnection({ socketPath, installation, now })
  const http = openIncusHttp({
    socketPath,
    now,
    requestTimeoutMs: 10_000,
    failureLimit: 5,
    circuitOpenMs: 10_000,
  })
  afterAll(() => Promise.all([connection.close(), http.close()]))

  const driverOf = (organisationId: string) =>
    connection.scopedTo({ organisationId, limits: null, memberOf: () => null })
  async function boot(network: NetworkSpec, privateAddress: string): Promise<InstanceSpec> {
    const { organisationId } = network
    const spec = instanceSpec('busybox', { organisationId, network, address: privateAddress, sshKeys: [] })
    const driver = driverOf(organisationId)
    await driver.createInstance(spec, soon())
    await driver.startInstance(spec.resourceId, soon())
    await expect
      .poll(() => driver.probeReachable(spec.resourceId, soon()), { interval: 100 })
      .toMatchObject({ reachable: true })
    return spec
  }
  const network = (range: string, organisationId: string = newId('organisation')): NetworkSpec => ({
    networkId: newId('network'),
    organisationId,
    range,
    hasExit: true,
    ...closedFilter,
  })

  it('delivers traffic that the network’s rules allow, to its own server only', async () => {
    const ours = network('10.128.0.0/22')
    const [web, other] = [await boot(ours, '10.128.0.10'), await boot(ours, '10.128.0.11')]
    // A project of the same organisation: another bridge of the same member.
    const elsewhere = await boot(network('10.128.8.0/22', ours.organisationId), '10.128.8.10')
    const stranger = await boot(network('10.128.4.0/22'), '10.128.4.10')
    const driver = driverOf(ours.organisationId)
    const answer = async () => {
      const project = projectOf(stranger.organisationId)
      const incus = createIncusContext({ http, project, installation, now })
      const command = ['wget', '-q', '-O', '-', '-T', '2', `http://${address}/`]
      return (await execInside(incus, stranger.resourceId, command, soon())).stdout.trim()
    }
    const hello = ({ resourceId }: InstanceSpec) => `hello from ${resourceId.replace('_', '-')}`
    const spec = { addressId: newId('publicAddress'), organisationId: ours.organisationId, address }
    await driver.directAddress({ ...spec, instanceId: web.resourceId }, soon())
    expect(await answer()).toBe('')
    const open = inbound('tcp', '80')
    await driver.applyRules('PAR1', { ...ours, rules: [open] }, soon())
    await expect.poll(answer).toBe(hello(web))
    await driver.directAddress({ ...spec, instanceId: other.resourceId }, soon())
    await expect.poll(answer).toBe(hello(other))
    await driver.directAddress({ ...spec, instanceId: elsewhere.resourceId }, soon())
    expect(await answer()).toBe('')
    expect(await connection.all.surveyAddresses('PAR1', soon())).toEqual([
      { ...spec, instanceId: elsewhere.resourceId },
    ])
    await driver.undirectAddress(spec, soon())
    expect(await connection.all.surveyAddresses('PAR1', soon())).toEqual([])
  })
})
