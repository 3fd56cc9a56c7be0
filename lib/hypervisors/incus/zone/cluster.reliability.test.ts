import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { planHypervisor } from '../../connect/plan-hypervisor'
import type { NetworkSpec } from '../../port/driver'
import type { DriverError } from '../../port/driver-error'
import { closedFilter } from '../../port/firewall'
import { hypervisorName } from '../../port/names'
import { inbound } from '../../testing/inbound'
import { startIncusCluster } from '../../testing/incus-cluster'
import { instanceSpec, soon, volumeSpec } from '../../testing/world'
import { openIncusConnection } from '../open-incus-driver'
import { openPool } from '../wire/address'
import { projectOf } from './project'
import { readIncusFacts } from './read-facts'

const cluster = await startIncusCluster(3)
afterAll(() => (cluster.available ? cluster.stop() : undefined), 60_000)
if (!cluster.available) console.warn(`The cluster is skipped: ${cluster.reason}`)
const now = () => new Date()
const socketPath = cluster.available ? cluster.socketPath(1) : ''
const organisationId = newId('organisation')
const patience = { timeout: 60_000, interval: 500 }
/** In this cluster hosts have the names of their members. */
const memberOf = (hostName: string) => hostName
const limits = { instances: 20, vcpu: 20, memoryMib: 20_000, diskGib: 200 }
const network: NetworkSpec = {
  networkId: newId('network'),
  organisationId,
  range: '10.128.0.0/22',
  hasExit: true,
  ...closedFilter,
}

// Sequential: each test starts in the state that the previous one left.
describe.skipIf(!cluster.available)('a cluster of three', { timeout: 120_000 }, () => {
  const connection = openIncusConnection({
    socketPath,
    installation: 'cluster',
    now,
    requestTimeoutMs: 5_000,
  })
  const driver = connection.scopedTo({ organisationId, limits, memberOf })
  const pool = openPool({ socketPath })
  afterAll(() => Promise.all([connection.close(), pool.destroy()]))
  const on: Record<string, string> = {}

  async function ask(method: 'GET' | 'POST', path: string, json?: unknown) {
    const response = await pool.request({ method, path, body: json ? JSON.stringify(json) : null })
    return (await response.body.json()) as { operation?: string; metadata: Record<string, unknown> }
  }
  const locationOf = async (resourceId: string) =>
    (await ask('GET', `/1.0/instances/${hypervisorName(resourceId)}?project=${projectOf(organisationId)}`))
      .metadata.location
  const statusOf = async (member: string) =>
    (await ask('GET', `/1.0/cluster/members/${member}`)).metadata.status
  const powerOf = async (resourceId: string) => {
    const seen = await driver.observeInstance(resourceId, soon())
    return seen.exists ? seen.power : 'absent'
  }
  let addresses = 9
  async function boot(hostName: string): Promise<string> {
    addresses += 1
    const spec = instanceSpec('busybox', {
      organisationId,
      hostName,
      network,
      address: `10.128.0.${addresses}`,
    })
    await driver.createInstance(spec, soon())
    await driver.startInstance(spec.resourceId, soon())
    return spec.resourceId
  }

  it('reads three members, each a host to sell', async () => {
    const facts = await readIncusFacts({ socketPath, now }, soon())
    expect(facts.isClustered).toBe(true)
    expect(facts.members.map(({ name, isOnline }) => [name, isOnline])).toEqual([
      ['n1', true],
      ['n2', true],
      ['n3', true],
    ])
    const decision = planHypervisor('INC3', facts)
    expect(decision).toMatchObject({ outcome: 'usable' })
    if (decision.outcome === 'usable')
      expect(decision.plan.hosts.map((host) => host.name)).toEqual(['inc3-n1', 'inc3-n2', 'inc3-n3'])
  })

  it('places servers on the chosen member, on a network that each member has', async () => {
    for (const member of ['n1', 'n2', 'n3']) {
      const resourceId = await boot(member)
      on[member] = resourceId
      expect(await locationOf(resourceId)).toBe(member)
      await expect
        .poll(() => driver.probeReachable(resourceId, soon()), patience)
        .toMatchObject({ reachable: true })
    }
  })

  it('has a vantage on each member, and directs a public address on its server’s member', async () => {
    expect((await driver.checkVantages(soon())).map(({ member, isUp }) => [member, isUp])).toEqual([
      ['n1', true],
      ['n2', true],
      ['n3', true],
    ])
    const spec = { addressId: newId('publicAddress'), organisationId, address: '203.0.113.7' }
    const bridge = await driver.ensureNetwork(network, soon())
    const forwards = async () => {
      const path = `/1.0/networks/${bridge}/forwards?recursion=1&project=default`
      const { metadata } = await ask('GET', path)
      return (metadata as unknown as { location: string }[]).map(({ location }) => location)
    }
    for (const member of ['n1', 'n3', 'n3', 'n2']) {
      const to = { ...spec, instanceId: on[member] ?? '' }
      await driver.directAddress(to, soon())
      expect(await forwards()).toEqual([member])
      expect(await connection.all.surveyAddresses('INC3', soon())).toEqual([to])
    }
    await driver.undirectAddress(spec, soon())
    expect(await forwards()).toEqual([])
  })

  it('moves a volume with its content to its server’s member, and on to another', async () => {
    const volume = volumeSpec({ organisationId })
    await driver.createVolume(volume, soon())
    const file = (member: string) =>
      `/1.0/instances/${hypervisorName(on[member] ?? '')}/files?project=${projectOf(organisationId)}&path=/mnt/${hypervisorName(volume.resourceId)}/content`
    await driver.attachVolume(on.n3 ?? '', volume.resourceId, soon())
    const headers = { 'X-Incus-type': 'file', 'X-Incus-write': 'overwrite' }
    await (await pool.request({ method: 'POST', path: file('n3'), body: 'kept', headers })).body.dump()
    await driver.detachVolume(on.n3 ?? '', volume.resourceId, soon())
    for (const _ of ['once', 'twice']) await driver.attachVolume(on.n2 ?? '', volume.resourceId, soon())
    expect(await (await pool.request({ method: 'GET', path: file('n2') })).body.text()).toBe('kept')
    expect(await driver.observeVolume(volume.resourceId, soon())).toMatchObject({
      attachedTo: on.n2,
      ours: true,
    })
    await driver.detachVolume(on.n2 ?? '', volume.resourceId, soon())
    await driver.deleteVolume(volume.resourceId, soon())
    expect(await driver.observeVolume(volume.resourceId, soon())).toMatchObject({ exists: false })
  })

  it('evacuates a member, which gets nothing new until it is back', async () => {
    const evacuated = await ask('POST', '/1.0/cluster/members/n3/state', {
      action: 'evacuate',
      mode: 'migrate',
    })
    await ask('GET', `${evacuated.operation}/wait?timeout=60`)
    expect(await statusOf('n3')).toBe('Evacuated')
    const facts = await readIncusFacts({ socketPath, now }, soon())
    expect(facts.members.find((each) => each.name === 'n3')?.isOnline).toBe(false)
    expect(['n1', 'n2']).toContain(await locationOf(on.n3 ?? ''))
    await expect.poll(() => powerOf(on.n3 ?? ''), patience).toBe('running')
    const late = instanceSpec('busybox', { organisationId, hostName: 'n3', network })
    await expect(driver.createInstance(late, soon())).rejects.toMatchObject({ code: 'capacity' })
    const restored = await ask('POST', '/1.0/cluster/members/n3/state', { action: 'restore' })
    await ask('GET', `${restored.operation}/wait?timeout=60`)
    expect(await statusOf('n3')).toBe('Online')
    expect(await locationOf(on.n3 ?? '')).toBe('n3')
  })

  it('continues without a dead member: its servers are reported, the others run', async () => {
    if (!cluster.available) return
    await cluster.kill(3)
    await expect.poll(() => statusOf('n3'), patience).toBe('Offline')
    const power = async () =>
      Object.fromEntries(
        (await driver.listOwned(soon())).map((each) => [
          each.resourceId,
          each.kind === 'instance' ? each.power : null,
        ]),
      )
    expect(await power()).toMatchObject({ [on.n2 ?? '']: 'running' })
    // The owner tags are stored on the member itself. A request for one of its servers never ends by itself, so the
    // call times out.
    await expect(powerOf(on.n3 ?? '')).rejects.toMatchObject({ retryable: true })
    expect(await powerOf(on.n2 ?? '')).toBe('running')
    const late = instanceSpec('busybox', { organisationId, hostName: 'n3', network })
    await expect(driver.createInstance(late, soon())).rejects.toMatchObject({ retryable: true })
    expect(await powerOf(await boot('n1'))).toBe('running')
    await expect.poll(async () => (await driver.listOwned(soon())).length, patience).toBe(3)
    const dead = { all: false, hosts: [{ name: 'n3', isCertain: true }], members: { isWhole: true } }
    expect(await connection.all.listSilentHosts('INC3', soon())).toMatchObject(dead)
  })

  const http = inbound('tcp', '80')
  const rulesSeen = async () =>
    (await connection.all.surveyNetworks('INC3', soon())).find((each) => each.networkId === network.networkId)

  it('names the member that is down if rules cannot be applied everywhere, and keeps the previous rules', async () => {
    const failure = await connection.all.applyRules('INC3', { ...network, rules: [http] }, soon()).then(
      () => null,
      (error: DriverError) => error,
    )
    expect(failure).toMatchObject({ params: { hosts: 'n3' } })
    // Until Incus rolls them back it shows rules that are in force only on the member that took the request.
    await expect.poll(rulesSeen, patience).toMatchObject({ rules: [], missingOn: [] })
  })

  it('directs public addresses to servers on live members while one is dead', async () => {
    const spec = { addressId: newId('publicAddress'), organisationId, address: '203.0.113.8' }
    const to = { ...spec, instanceId: on.n2 ?? '' }
    await driver.directAddress(to, soon())
    expect(await connection.all.surveyAddresses('INC3', soon())).toEqual([to])
    await driver.undirectAddress(spec, soon())
    expect(await connection.all.surveyAddresses('INC3', soon())).toEqual([])
  })

  it('hangs without a majority, and our calls still end', async () => {
    if (!cluster.available) return
    await cluster.kill(2)
    const list = () =>
      driver.listOwned(soon()).then(
        () => null,
        (error: DriverError) => error,
      )
    // The remaining member takes a while to notice that it is alone.
    await expect.poll(list, patience).not.toBeNull()
    const failures: string[] = []
    for (let call = 0; call < 6; call += 1) {
      const startedAt = performance.now()
      const failure = await list()
      // A call of several requests ends with the first that hangs.
      expect(performance.now() - startedAt).toBeLessThan(8_000)
      expect(failure?.retryable).toBe(true)
      failures.push(failure?.params.circuit ?? failure?.code ?? 'none')
    }
    expect(failures).toContain('open')
  })

  it('recovers when its members are back', async () => {
    if (!cluster.available) return
    await cluster.start(2)
    await cluster.start(3)
    for (const member of ['n1', 'n2', 'n3'])
      await expect.poll(() => powerOf(on[member] ?? '').catch(() => 'away'), patience).toBe('running')
    await expect.poll(async () => (await driver.listOwned(soon())).length, patience).toBe(4)
    expect(await locationOf(on.n3 ?? '')).toBe('n3')
    await connection.all.applyRules('INC3', { ...network, rules: [http] }, soon())
    expect(await rulesSeen()).toMatchObject({ rules: [http], missingOn: [] })
  })
})
