import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { InstanceSpec, NetworkSpec } from '../../port/driver'
import { closedFilter, type FirewallRuleSpec } from '../../port/firewall'
import { hypervisorName } from '../../port/names'
import { inbound } from '../../testing/inbound'
import { startIncusMember } from '../../testing/incus-member'
import { instanceSpec, soon } from '../../testing/world'
import { readAddress, readTrustToken } from '../../trust-token'
import { createIncusContext } from '../context'
import { type IncusConnection, openIncusConnection, openIncusDriver } from '../open-incus-driver'
import { execInside } from '../servers/exec'
import { instanceSchema } from '../servers/instance-record'
import { makeClientCertificate } from '../wire/client-certificate'
import { openIncusHttp } from '../wire/http-client'
import { joinTrust } from '../wire/join-trust'
import { projectOf } from '../zone/project'

const member = await startIncusMember({ https: true })
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
if (!member.available) console.warn(`Incus tests are skipped: ${member.reason}`)
const now = () => new Date()
const installation = 'network-test'
const limits = { instances: 5, vcpu: 5, memoryMib: 4096, diskGib: 50 }

describe.skipIf(!member.available)('private networks', { timeout: 120_000 }, () => {
  const http = openIncusHttp({
    socketPath: member.available ? member.socketPath : '',
    now,
    requestTimeoutMs: 10_000,
    failureLimit: 5,
    circuitOpenMs: 10_000,
  })
  afterAll(() => http.close())

  async function connect(): Promise<IncusConnection> {
    const { address, token } = (member.available && member.https) || { address: '', token: '' }
    const where = {
      ...(readAddress(address) ?? { host: '', port: 0 }),
      fingerprint: readTrustToken(token)?.fingerprint ?? '',
    }
    const client = await makeClientCertificate('andromede', now())
    const https = await joinTrust({ ...where, token, client, now }, soon())
    return openIncusConnection({ https, installation, now })
  }
  const network = (range: string, rules: FirewallRuleSpec[] = []): NetworkSpec => ({
    networkId: newId('network'),
    organisationId: newId('organisation'),
    range,
    hasExit: true,
    ...closedFilter,
    rules,
  })

  it('isolate tenants: only traffic that a rule allows comes in, and neighbours can connect', async () => {
    const connection = await connect()
    const driverOf = ({ organisationId }: { organisationId: string }) =>
      connection.scopedTo({ organisationId, limits, memberOf: () => null })
    const boot = async (on: NetworkSpec, address: string): Promise<InstanceSpec> => {
      const spec = instanceSpec('busybox', { organisationId: on.organisationId, network: on, address })
      const driver = driverOf(on)
      await driver.createInstance(spec, soon())
      await driver.startInstance(spec.resourceId, soon())
      await expect
        .poll(() => driver.probeReachable(spec.resourceId, soon()))
        .toMatchObject({ reachable: true })
      expect(await driver.observeInstance(spec.resourceId, soon())).toMatchObject({ addresses: [address] })
      return spec
    }
    const runIn = (from: InstanceSpec, ...command: string[]) => {
      const project = projectOf(from.organisationId)
      const incus = createIncusContext({ http, project, installation, now })
      return execInside(incus, from.resourceId, command, soon())
    }
    const get = async (from: InstanceSpec, address: string | null) =>
      (await runIn(from, 'wget', '-q', '-O', '-', '-T', '2', `http://${address}/`)).exitCode === 0
    const [ours, theirs] = [network('10.128.0.0/22'), network('10.128.4.0/22')]
    const [a, b] = [await boot(ours, '10.128.0.10'), await boot(ours, '10.128.1.11')]
    const stranger = await boot(theirs, '10.128.4.10')
    // Allowed traffic may need a second try, while the route to a new neighbour is found; denied traffic gets one try.
    await expect.poll(() => get(a, b.address)).toBe(true)
    expect(await get(stranger, a.address)).toBe(false)

    const rule = (over: Partial<FirewallRuleSpec>): FirewallRuleSpec => ({
      ...inbound('tcp', '80', '10.128.4.0/22'),
      ...over,
    })
    const filter = (rules: FirewallRuleSpec[]) =>
      driverOf(ours).applyRules('PAR1', { ...ours, rules }, soon())
    for (const [rules, passes] of [
      [[rule({})], true],
      [[rule({ ports: '443' })], false],
      [[rule({ source: ['10.128.8.0/22'] }), rule({ protocol: 'udp' })], false],
      [[rule({ ports: '70-90' }), rule({ protocol: 'icmp', ports: null })], true],
      [[], false],
    ] as const) {
      await filter([...rules])
      const got = () => get(stranger, a.address)
      if (passes) await expect.poll(got, { message: JSON.stringify(rules) }).toBe(true)
      else expect([rules, await got()]).toEqual([rules, false])
    }
    // The rules of the other side let in only replies.
    await filter([rule({})])
    expect(await get(a, stranger.address)).toBe(false)

    // Servers reach the internet but not the hypervisor: neither its API nor its address on the network.
    const { host, port } = readAddress((member.available && member.https?.address) || '') ?? {
      host: '',
      port: 0,
    }
    const api = (address: string) => runIn(a, 'sh', '-c', `wget -O - -T 2 http://${address}:${port}/ 2>&1`)
    for (const address of [host, '10.128.0.1']) {
      const { exitCode, stdout } = await api(address)
      expect({ exitCode, stdout }).toMatchObject({ exitCode: 1 })
      expect(stdout).toMatch(/timed out/)
    }
    // Each of the two containers has its own user ids, process limit and source address.
    const configOf = async ({ resourceId }: InstanceSpec) => {
      const path = `/1.0/instances/${hypervisorName(resourceId)}?project=${projectOf(ours.organisationId)}`
      return instanceSchema.parse((await http.request('GET', path, soon())).metadata).config
    }
    const [first, second] = [await configOf(a), await configOf(b)]
    expect(first).toMatchObject({ 'security.idmap.isolated': 'true', 'limits.processes': '4096' })
    expect(first['volatile.idmap.base']).not.toBe(second['volatile.idmap.base'])
    await runIn(a, 'ip', 'address', 'add', '10.128.3.99/22', 'dev', 'eth0')
    expect((await runIn(a, 'ping', '-c', '1', '-W', '2', `${b.address}`)).exitCode).toBe(0)
    expect((await runIn(a, 'ping', '-c', '1', '-W', '2', '-I', '10.128.3.99', `${b.address}`)).exitCode).toBe(
      1,
    )

    // The second line of defence: their project cannot use our network at all.
    const intruder = await http.send('POST', `/1.0/instances?project=${projectOf(theirs.organisationId)}`, {
      ...soon(),
      json: {
        name: 'intruder',
        type: 'container',
        source: { type: 'image', alias: 'busybox' },
        config: { 'limits.cpu': '1', 'limits.memory': '64MiB' },
        devices: {
          root: { type: 'disk', path: '/', pool: 'default', size: '1GiB' },
          eth0: { type: 'nic', network: await driverOf(ours).ensureNetwork(ours, soon()) },
        },
      },
    })
    expect(intruder.failure?.text).toMatch(/network/i)

    // Nothing leaves a network without a way out, not even to a neighbouring network that would let it in.
    const closed = { ...network('10.128.16.0/22'), hasExit: false, egress: 'listed' } satisfies NetworkSpec
    const inside = await boot(closed, '10.128.16.10')
    const openToAll = { ...theirs, rules: [rule({ source: ['10.128.0.0/16'] })] }
    await driverOf(theirs).applyRules('PAR1', openToAll, soon())
    await expect.poll(() => get(a, stranger.address)).toBe(true)
    expect(await get(inside, stranger.address)).toBe(false)

    // A network is removed once its servers are, and our own vantage leaves it.
    const seen = async () =>
      (await connection.all.surveyNetworks('PAR1', soon())).map((each) => each.networkId)
    await expect(connection.all.removeNetwork('PAR1', closed, soon())).rejects.toMatchObject({
      code: 'state_forbids',
    })
    expect(await seen()).toContain(closed.networkId)
    await driverOf(closed).deleteInstance(inside.resourceId, soon())
    for (const _ of ['once', 'twice']) await connection.all.removeNetwork('PAR1', closed, soon())
    expect(await seen()).not.toContain(closed.networkId)
    await expect
      .poll(() => driverOf(ours).probeReachable(a.resourceId, soon()))
      .toMatchObject({ reachable: true })
    await connection.close()
  })

  it('spare networks join a project, with its rules, when rules are first written', async () => {
    const driver = openIncusDriver({
      socketPath: member.available ? member.socketPath : '',
      installation,
      managementRanges: ['198.51.100.0/24', '2001:db8:90::/48', '2001:db8:91::1'],
      now,
    })
    const spare = { ...network('10.128.8.0/22'), organisationId: 'operator' }
    const name = await driver.ensureNetwork(spare, soon())
    const own = {
      ...spare,
      organisationId: newId('organisation'),
      ...closedFilter,
      rules: [inbound('tcp', '80', '10.128.4.0/22')],
    } satisfies NetworkSpec
    for (const _ of ['once', 'twice']) {
      expect(await driver.ensureNetwork(own, soon())).toBe(name)
      await driver.applyRules('PAR1', own, soon())
    }
    const read = (kind: string) => http.request('GET', `/1.0/${kind}/${name}?project=default`, soon())
    const config = { 'user.andromede.organisation_id': own.organisationId }
    expect((await read('networks')).metadata).toMatchObject({
      status: 'Created',
      config: { ...config, 'ipv4.address': '10.128.8.1/22', 'security.acls': name },
    })
    expect((await read('network-acls')).metadata).toMatchObject({
      config,
      ingress: [{ protocol: 'tcp', destination_port: '80' }],
      egress: [
        { action: 'drop', destination: expect.stringContaining('198.51.100.0/24') },
        {
          action: 'drop',
          destination: expect.stringMatching(/^fe80::\/10,.*\b2001:db8:90::\/48,2001:db8:91::1\b/),
        },
      ],
    })
    await driver.close()
  })
})
