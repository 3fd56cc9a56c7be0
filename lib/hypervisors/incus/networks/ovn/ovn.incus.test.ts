import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { InstanceSpec, NetworkSpec } from '../../../port/driver'
import type { FirewallRuleSpec } from '../../../port/firewall'
import { networkingContract } from '../../../testing/contract'
import { inbound } from '../../../testing/inbound'
import { startIncusCluster } from '../../../testing/incus-cluster'
import { incusWorld } from '../../../testing/incus-world'
import { helloOf, openOvnWorld } from '../../../testing/ovn-world'
import { listen } from '../../../testing/shell-contract'
import { soon } from '../../../testing/world'
import { readIncusFacts } from '../../zone/read-facts'

const cluster = await startIncusCluster(3, { networks: 'ovn' })
afterAll(() => (cluster.available ? cluster.stop() : undefined), 60_000)
if (!cluster.available) console.warn(`The cluster with OVN is skipped: ${cluster.reason}`)
const now = () => new Date()
const socketPath = cluster.available ? cluster.socketPath(1) : ''
const ovn = { uplink: 'uplink' }
const patience = { interval: 100 }

describe.skipIf(!cluster.available)('a cluster with OVN', { timeout: 120_000 }, () => {
  networkingContract('incus with OVN', () => incusWorld({ socketPath }, 'busybox', undefined, ovn))

  const { all, driverOf, runIn, network, boot, get, filter, close } = openOvnWorld(socketPath)
  afterAll(close)

  it('is read as a zone with OVN', async () => {
    expect(await readIncusFacts({ socketPath, now }, soon())).toMatchObject({
      uplink: 'uplink',
      routes6: ['2001:db8:100::/48'],
    })
  })

  it('connects servers on all members, and two customers with the same addresses to their own only', async () => {
    const [ours, theirs] = [network(), network()]
    const servers = [
      await boot(ours, 'n1', '10.0.0.11'),
      await boot(ours, 'n2', '10.0.0.12'),
      await boot(ours, 'n3', '10.0.0.13'),
    ] as const
    const stranger = await boot(theirs, 'n1', '10.0.0.12')
    const [first, second, third] = servers
    for (const { organisationId, resourceId } of servers) {
      const shell = await driverOf({ organisationId }).openShell(
        resourceId,
        { columns: 80, rows: 24 },
        soon(),
      )
      await listen(shell).type('exit 3\n')
      expect(await shell.closed).toEqual({ exitCode: 3 })
    }
    for (const from of servers)
      for (const to of servers) expect(await get(from, to.address ?? '')).toBe(helloOf(to))
    expect(await get(stranger, '10.0.0.12')).toBe(helloOf(stranger))
    expect(await get(stranger, '10.0.0.11')).toBe('')
    // One member's vantage sees both servers of one address, each on its own network.
    await driverOf(theirs).stopInstance(stranger.resourceId, { force: true }, soon())
    const probe = (spec: InstanceSpec, protocol: 'http' | 'icmp') =>
      driverOf(spec).probe(
        spec.resourceId,
        protocol === 'http' ? { protocol, port: 80 } : { protocol },
        soon(),
      )
    for (const protocol of ['http', 'icmp'] as const) {
      expect(await probe(stranger, protocol)).toMatchObject({ state: 'down' })
      expect(await probe(second, protocol)).toMatchObject({ state: 'up' })
    }

    // A stopped server keeps its address on another member.
    const driver = driverOf(ours)
    await driver.stopInstance(third.resourceId, { force: true }, soon())
    await driver.moveInstance(third.resourceId, 'n2', soon())
    await driver.startInstance(third.resourceId, soon())
    await expect.poll(() => get(first, '10.0.0.13'), patience).toBe(helloOf(third))

    // Nothing of the hypervisor answers: neither API nor uplink nor database of OVN.
    for (const [address, port] of [
      ['10.90.0.1', 8443],
      ['10.90.0.1', 6641],
      ['10.90.1.2', 8443],
      ['10.90.1.254', 179],
    ] as const) {
      const { exitCode } = await runIn(first, 'nc', '-w', '2', address, `${port}`, '-e', 'true')
      expect([address, port, exitCode]).toEqual([address, port, 1])
    }
  })

  it('filters inside a network that wants it, in both directions and to single servers', async () => {
    const ours = network()
    const [a, b] = [await boot(ours, 'n1', '10.0.0.21'), await boot(ours, 'n2', '10.0.0.22')]
    const reaches = () => get(a, '10.0.0.22')
    const out = (rule: FirewallRuleSpec): FirewallRuleSpec => ({ ...rule, direction: 'out' })
    const cases: [string, Partial<NetworkSpec>, boolean][] = [
      ['free', {}, true],
      ['closed inside', { filtersInside: true }, false],
      ['open to a', { filtersInside: true, rules: [inbound('tcp', '80', '10.0.0.21/32')] }, true],
      ['open to c', { filtersInside: true, rules: [inbound('tcp', '80', '10.0.0.23/32')] }, false],
      [
        'a may not leave',
        { filtersInside: true, egress: 'listed', rules: [inbound('tcp', '80'), out(inbound('udp', '53'))] },
        false,
      ],
      [
        'a may leave to b',
        {
          filtersInside: true,
          egress: 'listed',
          rules: [inbound('tcp', '80'), out({ ...inbound('tcp', null), destination: ['10.0.0.22/32'] })],
        },
        true,
      ],
      ['listed, free inside', { egress: 'listed' }, true],
    ]
    for (const [name, over, passes] of cases) {
      await filter(ours, over)
      const got = reaches
      if (passes) await expect.poll(got, { ...patience, message: name }).toBe(helloOf(b))
      else await expect.poll(got, { ...patience, message: name }).toBe('')
      // Our own probe is not subject to a customer's rules.
      expect([name, await driverOf(ours).probeReachable(b.resourceId, soon())]).toMatchObject([
        name,
        { reachable: true },
      ])
    }
  })

  it('leads a public address from the internet to a server on any member, as the rules allow', async () => {
    if (!cluster.available) return
    const ours = network()
    const stranger = await boot(network(), 'n2', '10.0.0.30')
    const [web, other] = [await boot(ours, 'n3', '10.0.0.31'), await boot(ours, 'n1', '10.0.0.32')]
    const driver = driverOf(ours)
    const address = '198.51.100.77'
    const spec = { addressId: newId('publicAddress'), organisationId: ours.organisationId, address }
    const ask = async (seconds = 2) =>
      (await cluster.onInternet('curl', '-s', '-m', `${seconds}`, `http://${address}/`)).stdout.trim()
    await driver.directAddress({ ...spec, instanceId: web.resourceId }, soon())
    expect(await ask()).toBe('')
    await filter(ours, { rules: [inbound('tcp', '80')] })
    await expect.poll(() => ask(), patience).toBe(helloOf(web))
    expect(await get(stranger, address)).toBe(helloOf(web))
    await driver.directAddress({ ...spec, instanceId: other.resourceId }, soon())
    await expect.poll(() => ask(), patience).toBe(helloOf(other))
    await filter(ours, { rules: [inbound('tcp', '80', '203.0.113.0/24')] })
    await expect.poll(() => ask(), patience).toBe('')
    expect(await get(stranger, address)).toBe('')
    await driver.undirectAddress(spec, soon())
    expect(await all.surveyAddresses('PAR1', soon())).toEqual([])
  })

  it('leads the /64 of a network from the internet to its servers on any member, as the rules allow', async () => {
    if (!cluster.available) return
    const ours = network({ range6: '2001:db8:100:a::/64' })
    const theirs = network({ range6: '2001:db8:100:b::/64' })
    const stranger = await boot(theirs, 'n2', '10.0.0.40', '2001:db8:100:b::40')
    const web = await boot(ours, 'n3', '10.0.0.41', '2001:db8:100:a::41')
    const neighbour = await boot(ours, 'n1', '10.0.0.42', '2001:db8:100:a::42')
    const at = '[2001:db8:100:a::41]'
    const ask = async () =>
      (await cluster.onInternet('curl', '-gs', '-m', '2', `http://${at}/`)).stdout.trim()
    await expect.poll(() => get(neighbour, at), patience).toBe(helloOf(web))
    expect(await ask()).toBe('')
    expect(await get(stranger, at)).toBe('')
    await filter(ours, { rules: [inbound('tcp', '80')] })
    await expect.poll(ask, patience).toBe(helloOf(web))
    await expect.poll(() => get(stranger, at), patience).toBe(helloOf(web))
    await filter(ours, { rules: [inbound('tcp', '80', '2001:db8:100:b::/64')] })
    await expect.poll(ask, patience).toBe('')
    expect(await get(stranger, at)).toBe(helloOf(web))
    await filter(ours, { rules: [inbound('tcp', '80', '0.0.0.0/0')] })
    await expect.poll(() => get(stranger, at), patience).toBe('')
    await filter(ours, { filtersInside: true })
    await expect.poll(() => get(neighbour, at), patience).toBe('')
    await driverOf(ours).stopInstance(web.resourceId, { force: true }, soon())
    await driverOf(ours).moveInstance(web.resourceId, 'n2', soon())
    await driverOf(ours).startInstance(web.resourceId, soon())
    await runIn(web, 'ip', '-6', 'addr', 'add', '2001:db8:100:a::41/64', 'dev', 'eth0')
    await filter(ours, { rules: [inbound('tcp', '80')] })
    await expect.poll(ask, patience).toBe(helloOf(web))
  })
})
