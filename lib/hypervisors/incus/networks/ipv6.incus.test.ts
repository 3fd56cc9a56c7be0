import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { InstanceSpec, NetworkSpec } from '../../port/driver'
import { closedFilter, type FirewallRuleSpec } from '../../port/firewall'
import { inbound } from '../../testing/inbound'
import { startIncusMember } from '../../testing/incus-member'
import { instanceSpec, soon } from '../../testing/world'
import { createIncusContext } from '../context'
import { openIncusConnection } from '../open-incus-driver'
import { execInside } from '../servers/exec'
import { openIncusHttp } from '../wire/http-client'
import { projectOf } from '../zone/project'

const member = await startIncusMember()
if (!member.available) console.warn(`Incus tests are skipped: ${member.reason}`)
const socketPath = member.available ? member.socketPath : ''
const netns = member.available ? member.netns : ''
const internet = `${netns}-6`
const now = () => new Date()
const installation = 'ipv6-test'
const run = promisify(execFile)
const inNamespace = (name: string, ...command: string[]) => run('ip', ['netns', 'exec', name, ...command])

describe.skipIf(!member.available)('public IPv6 on a single server', { timeout: 120_000 }, () => {
  const connection = openIncusConnection({ socketPath, installation, now })
  const http = openIncusHttp({
    socketPath,
    now,
    requestTimeoutMs: 10_000,
    failureLimit: 5,
    circuitOpenMs: 10_000,
  })
  /** A machine on the internet, with a cable to the hypervisor, which routes the ranges of customers to it. */
  beforeAll(async () => {
    const ip = (...words: string[]) => run('ip', words)
    await ip('netns', 'add', internet)
    await ip(
      ...'link add up0 netns'.split(' '),
      netns,
      ...'type veth peer name eth0 netns'.split(' '),
      internet,
    )
    for (const [name, device, address] of [
      [netns, 'up0', '2001:db8:ffff::1/64'],
      [internet, 'eth0', '2001:db8:ffff::7/64'],
    ] as const) {
      await ip('-n', name, 'addr', 'add', address, 'dev', device, 'nodad')
      await ip('-n', name, 'link', 'set', device, 'up')
    }
    await ip('-n', internet, 'route', 'add', '2001:db8:100::/48', 'via', '2001:db8:ffff::1')
  })
  afterAll(async () => {
    await Promise.all([connection.close(), http.close()])
    if (!member.available) return
    await run('ip', ['netns', 'del', internet])
    await member.stop()
  }, 60_000)

  const driverOf = ({ organisationId }: { organisationId: string }) =>
    connection.scopedTo({ organisationId, limits: null, memberOf: () => null })
  const network = (range: string, range6: string | null): NetworkSpec => ({
    networkId: newId('network'),
    organisationId: newId('organisation'),
    range,
    range6,
    hasExit: true,
    ...closedFilter,
  })
  const runIn = (from: InstanceSpec, ...command: string[]) => {
    const incus = createIncusContext({ http, project: projectOf(from.organisationId), installation, now })
    return execInside(incus, from.resourceId, command, soon())
  }
  /** A running server; its image has no DHCPv6 client, so it takes its address by hand. */
  const boot = async (on: NetworkSpec, address: string, address6: string): Promise<InstanceSpec> => {
    const spec = instanceSpec('busybox', {
      ...{ organisationId: on.organisationId, network: on, address, address6 },
      sshKeys: [],
    })
    const driver = driverOf(on)
    await driver.createInstance(spec, soon())
    await driver.startInstance(spec.resourceId, soon())
    await expect
      .poll(() => driver.probeReachable(spec.resourceId, soon()), { interval: 100 })
      .toMatchObject({ reachable: true })
    await runIn(spec, 'ip', '-6', 'addr', 'add', `${address6}/64`, 'dev', 'eth0')
    return spec
  }
  const filter = (on: NetworkSpec, rules: FirewallRuleSpec[]) =>
    driverOf(on).applyRules('PAR1', { ...on, rules }, soon())
  const hello = ({ resourceId }: InstanceSpec) => `hello from ${resourceId.replace('_', '-')}`
  const fromInternet = async (address: string) => {
    const got = await inNamespace(internet, 'curl', '-gs', '-m', '2', `http://[${address}]/`).catch(
      () => null,
    )
    return got?.stdout.trim() ?? ''
  }
  const get = async (from: InstanceSpec, address: string) =>
    (await runIn(from, 'wget', '-q', '-O', '-', '-T', '2', `http://[${address}]/`)).stdout.trim()

  it('leads from the internet to the servers of its network, which only rules let in, as with IPv4', async () => {
    const ours = network('10.128.0.0/22', '2001:db8:100:a::/64')
    const theirs = network('10.128.4.0/22', '2001:db8:100:b::/64')
    const [a, b] = [
      await boot(ours, '10.128.0.10', '2001:db8:100:a::a'),
      await boot(ours, '10.128.0.11', '2001:db8:100:a::b'),
    ]
    const stranger = await boot(theirs, '10.128.4.10', '2001:db8:100:b::a')
    // Only neighbours meet.
    await expect.poll(() => get(a, '2001:db8:100:a::b'), { interval: 200 }).toBe(hello(b))
    expect(await fromInternet('2001:db8:100:a::a')).toBe('')
    expect(await get(stranger, '2001:db8:100:a::a')).toBe('')
    const cases: [FirewallRuleSpec[], string, string][] = [
      [[inbound('tcp', '80')], hello(a), hello(a)],
      [[inbound('tcp', '80', '2001:db8:ffff::7/128')], hello(a), ''],
      [[inbound('tcp', '80', '2001:db8:100:b::a/128')], '', hello(a)],
      [[inbound('tcp', '80', '0.0.0.0/0')], '', ''],
      [[{ ...inbound('tcp', '80', '::/0'), destination: ['2001:db8:100:a::b/128'] }], '', ''],
      [[inbound('tcp', '443')], '', ''],
      [[], '', ''],
    ]
    for (const [rules, outside, neighbour] of cases) {
      await filter(ours, rules)
      await expect
        .poll(() => fromInternet('2001:db8:100:a::a'), { message: JSON.stringify(rules) })
        .toBe(outside)
      expect([rules, await get(stranger, '2001:db8:100:a::a')]).toEqual([rules, neighbour])
    }

    // Servers reach the internet with their own addresses, but no router of the hypervisor.
    const ping = async (from: InstanceSpec, address: string) =>
      (await runIn(from, 'ping', '-6', '-c', '1', '-W', '2', address)).exitCode
    await expect.poll(() => ping(a, '2001:db8:ffff::7')).toBe(0)
    expect(await ping(a, '2001:db8:100:a::1')).toBe(1)

    // A further card has the address that was given to it, for its neighbours.
    const second = { ...network('10.128.8.0/22', '2001:db8:100:c::/64'), organisationId: ours.organisationId }
    await driverOf(ours).connectNetwork(
      b.resourceId,
      { network: second, address: '10.128.8.10', address6: '2001:db8:100:c::a', position: 1 },
      soon(),
    )
    // Its network announces a router there too.
    const take =
      'echo 0 > /proc/sys/net/ipv6/conf/eth1/accept_ra; ip link set eth1 up; ip -6 addr add 2001:db8:100:c::a/64 dev eth1'
    await runIn(b, 'sh', '-c', take)
    const beside = await boot(second, '10.128.8.11', '2001:db8:100:c::b')
    await expect.poll(() => get(beside, '2001:db8:100:c::a'), { interval: 200 }).toBe(hello(b))
    expect(await get(stranger, '2001:db8:100:c::a')).toBe('')
    await runIn(b, 'sh', '-c', 'ip -6 addr add 2001:db8:100:c::99/64 dev eth1')
    expect(await get(beside, '2001:db8:100:c::99')).toBe('')

    // A card sends from its own address only.
    await runIn(a, 'ip', '-6', 'addr', 'add', '2001:db8:100:a::99/64', 'dev', 'eth0')
    const spoofed = ['-6', '-c', '1', '-W', '2', '-I', '2001:db8:100:a::99', '2001:db8:ffff::7']
    expect((await runIn(a, 'ping', ...spoofed)).exitCode).toBe(1)

    // The address stays when the server starts again.
    await driverOf(ours).restartInstance(a.resourceId, soon())
    await runIn(a, 'ip', '-6', 'addr', 'add', '2001:db8:100:a::a/64', 'dev', 'eth0')
    await filter(ours, [inbound('tcp', '80')])
    await expect.poll(() => fromInternet('2001:db8:100:a::a'), { interval: 200 }).toBe(hello(a))
  })
})
