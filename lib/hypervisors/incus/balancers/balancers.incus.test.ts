import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { makeCertificate } from '~/lib/resources/testing/make-certificate'
import { closedFilter } from '../../port/firewall'
import { hypervisorName } from '../../port/names'
import { balancerContract } from '../../testing/balancer-contract'
import { importBalancerImage, replaceBalancerImage } from '../../testing/balancer-image'
import { balancerSpec } from '../../testing/balancer-spec'
import { startIncusMember } from '../../testing/incus-member'
import { incusWorld } from '../../testing/incus-world'
import { instanceSpec, soon, type World } from '../../testing/world'
import { createIncusContext, type Incus } from '../context'
import { bridgeName } from '../networks/bridge-name'
import { execAt, execInside } from '../servers/exec'
import { openIncusHttp } from '../wire/http-client'
import { run } from '../wire/operations'
import { balancerImage, inOperatorProject } from './containers'
import { countConnections } from './control'

const member = await startIncusMember()
afterAll(() => (member.available ? member.stop() : undefined), 60_000)
if (!member.available) console.warn(`Incus tests are skipped: ${member.reason}`)
const socketPath = member.available ? member.socketPath : ''
const hasImage = member.available && (await importBalancerImage(socketPath, balancerImage))
if (member.available && !hasImage) console.warn('Tests of balancers are skipped: no package haproxy')

describe.skipIf(!hasImage)('balancers on Incus', { timeout: 180_000 }, () => {
  let world: World
  beforeAll(async () => {
    world = await incusWorld({ socketPath }, 'busybox')
  })
  afterAll(() => world?.close(), 60_000)
  balancerContract(() => world)

  const now = () => new Date()
  const http = openIncusHttp({
    socketPath,
    now,
    requestTimeoutMs: 60_000,
    failureLimit: 5,
    circuitOpenMs: 10_000,
  })
  afterAll(() => http.close())
  const incus = createIncusContext({ http, project: 'default', installation: 'contract', now })

  it('answer challenges, and keep no key that no listener uses', async () => {
    const organisationId = newId('organisation')
    const networkId = newId('network')
    const network = { networkId, organisationId, range: '10.211.0.0/22', hasExit: true, ...closedFilter }
    const { pem, key } = await makeCertificate('www', { names: ['www.example.fr'] })
    const https = { port: 443, protocol: 'https' as const, redirectsToHttps: false }
    const plain = { port: 80, protocol: 'http' as const, certificate: null, redirectsToHttps: true }
    const spec = balancerSpec({
      organisationId,
      ownAddresses: ['10.211.0.250', '10.211.0.251'],
      address: '198.51.100.10',
      listeners: [plain, { ...https, certificate: `${key}${pem}` }],
      challengeThumbprint: 'T'.repeat(43),
    })
    const balancers = world.driver.balancers
    if (!balancers) throw new Error('Incus has balancers')
    await balancers.apply(spec, network, soon())
    const own = inOperatorProject(incus)
    const inside = async (position: 1 | 2, command: string) => {
      const path = `/1.0/instances/${hypervisorName(spec.balancerId)}-${position}`
      return (await execAt(own, path, ['sh', '-c', command], soon().signal)).stdout.trim()
    }
    const files = 'ls /etc/haproxy/certificates'
    for (const position of [1, 2] as const) {
      const request = 'GET /.well-known/acme-challenge/some_token-1 HTTP/1.0'
      const answer = await inside(position, `printf '${request}\\r\\n\\r\\n' | socat -t5 - TCP:127.0.0.1:80`)
      expect(answer).toMatch(/ 200 /)
      expect(answer.split('\n').at(-1)).toBe(`some_token-1.${'T'.repeat(43)}`)
      expect(await inside(position, files)).toBe('443.pem')
    }
    await balancers.apply({ ...spec, listeners: [{ ...plain, redirectsToHttps: false }] }, network, soon())
    for (const position of [1, 2] as const) expect(await inside(position, files)).toBe('')
    await balancers.remove(spec.balancerId, soon())
  })

  it('are not whole while a part is dead, and whole again once configured again', async () => {
    const organisationId = newId('organisation')
    const networkId = newId('network')
    const network = { networkId, organisationId, range: '10.212.0.0/22', hasExit: true, ...closedFilter }
    const spec = balancerSpec({
      organisationId,
      ownAddresses: ['10.212.0.250', '10.212.0.251'],
      address: '198.51.100.11',
    })
    const balancers = world.driver.balancers
    if (!balancers) throw new Error('Incus has balancers')
    const path = (position: 1 | 2) => `/1.0/instances/${hypervisorName(spec.balancerId)}-${position}`
    const killSecond = (own: Incus) => execAt(own, path(2), ['killall', '-9', 'haproxy'], soon().signal)
    const die = [
      (own: Incus) => execAt(own, path(1), ['killall', '-9', 'haproxy'], soon().signal),
      killSecond,
      (own: Incus) =>
        run(own, 'PUT', `${path(1)}/state`, { signal: soon().signal, json: { action: 'stop', force: true } }),
    ]
    for (const kill of [null, ...die]) {
      if (kill) {
        // The address leads to the first one.
        const isServing = kill === killSecond
        await kill(inOperatorProject(incus))
        expect(await balancers.observe(spec.balancerId, soon())).toMatchObject({
          isServing,
          isWhole: false,
        })
      }
      await balancers.apply(spec, network, soon())
      expect(await balancers.observe(spec.balancerId, soon())).toMatchObject({
        isServing: true,
        isWhole: true,
      })
    }
    await balancers.remove(spec.balancerId, soon())
  })

  it('that were changed by hand are surveyed so, and as they were made once configured again', async () => {
    const organisationId = newId('organisation')
    const networkId = newId('network')
    const network = { networkId, organisationId, range: '10.213.0.0/22', hasExit: true, ...closedFilter }
    const [first, second] = ['10.213.0.250', '10.213.0.251'] as const
    const spec = balancerSpec({
      organisationId,
      ownAddresses: [first, second],
      address: '198.51.100.12',
    })
    const balancers = world.driver.balancers
    if (!balancers) throw new Error('Incus has balancers')
    const own = inOperatorProject(incus)
    const { signal } = soon()
    const path = (position: 1 | 2) => `/1.0/instances/${hypervisorName(spec.balancerId)}-${position}`
    const forward = `/1.0/networks/${bridgeName('contract', networkId)}/forwards/${spec.address}`
    const surveyed = async () =>
      (await balancers.survey(spec.zoneCode, soon())).find(({ balancerId }) => balancerId === spec.balancerId)
    const condition = async (address: string) =>
      (await surveyed())?.parts.find((part) => part.address === address)?.condition
    const patch = (position: 1 | 2, json: unknown) =>
      http.request('PATCH', own.path(path(position)), { signal, json })
    const setState = (position: 1 | 2, action: string) =>
      run(own, 'PUT', `${path(position)}/state`, { signal, json: { action, force: true } })
    const byHand: [() => Promise<unknown>, () => Promise<unknown>, unknown][] = [
      [() => patch(1, { config: { 'limits.memory': '512MiB' } }), () => condition(first), 'changed'],
      [() => patch(2, { devices: { added: { type: 'none' } } }), () => condition(second), 'changed'],
      [() => setState(2, 'stop'), () => condition(second), 'stopped'],
      [() => setState(1, 'freeze'), () => condition(first), 'stopped'],
      [
        async () => {
          await setState(2, 'stop')
          await run(own, 'DELETE', path(2), { signal })
        },
        () => condition(second),
        undefined,
      ],
      [
        () => http.request('DELETE', `${forward}?project=default`, { signal }),
        async () => (await surveyed())?.leads,
        [],
      ],
    ]
    await balancers.apply(spec, network, soon())
    const whole = [first, second].map((address) => ({ networkId, address, condition: 'as_made' }))
    for (const [change, see, seen] of byHand) {
      await change()
      expect(await see()).toEqual(seen)
      await balancers.apply(spec, network, soon())
      const now = await surveyed()
      expect(now?.parts).toEqual(whole)
      expect(now?.leads).toEqual([{ address: spec.address, to: expect.stringMatching(/^10[.]213/) }])
      expect(await balancers.observe(spec.balancerId, soon())).toMatchObject({
        isServing: true,
        isWhole: true,
      })
    }
    await balancers.remove(spec.balancerId, soon())
    expect(await surveyed()).toBeUndefined()
  })

  it('are made again from a newer image, the container that serves last and once its connections have ended', async () => {
    const organisationId = newId('organisation')
    const networkId = newId('network')
    const network = { networkId, organisationId, range: '10.214.0.0/22', hasExit: true, ...closedFilter }
    const spec = balancerSpec({
      organisationId,
      ownAddresses: ['10.214.0.250', '10.214.0.251'],
      address: '198.51.100.13',
    })
    const balancers = world.driver.balancers
    if (!balancers) throw new Error('Incus has balancers')
    await balancers.apply(spec, network, soon())
    const client = instanceSpec('busybox', { organisationId, network, address: '10.214.0.30', sshKeys: [] })
    await world.driver.createInstance(client, soon())
    await world.driver.startInstance(client.resourceId, soon())
    // A connection to the container that serves, whose request takes eight seconds.
    const request = `(sleep 8; printf 'GET / HTTP/1.0\\r\\n\\r\\n'; sleep 1) | nc 10.214.0.250 80 > /tmp/answer`
    const background = ['sh', '-c', `sh -c "${request}" </dev/null >/dev/null 2>&1 &`]
    await execInside(incus, client.resourceId, background, soon())
    const own = inOperatorProject(incus)
    const frontends = "echo 'show stat -1 1 -1' | socat -t5 - UNIX-CONNECT:/run/haproxy/admin.sock"
    const first = `/1.0/instances/${hypervisorName(spec.balancerId)}-1`
    const open = async () =>
      countConnections((await execAt(own, first, ['sh', '-c', frontends], soon().signal)).stdout)
    await expect.poll(open, { timeout: 10_000 }).toBe(1)

    await replaceBalancerImage(socketPath, balancerImage)
    const surveyed = async () =>
      (await balancers.survey(spec.zoneCode, soon())).find(({ balancerId }) => balancerId === spec.balancerId)
    expect((await surveyed())?.parts.map(({ condition }) => condition)).toEqual(['outdated', 'outdated'])
    const options = { signal: AbortSignal.timeout(120_000), replacesOutdated: true }
    await balancers.apply(spec, network, options)
    expect(await surveyed()).toMatchObject({
      leads: [{ address: spec.address, to: '10.214.0.251' }],
      parts: [{ condition: 'as_made' }, { condition: 'as_made' }],
    })
    expect(await balancers.observe(spec.balancerId, soon())).toMatchObject({ isServing: true, isWhole: true })
    // An empty pool answers 503: the connection outlived the change of the address.
    const answer = await execInside(incus, client.resourceId, ['cat', '/tmp/answer'], soon())
    expect(answer.stdout).toContain('503')
    await balancers.remove(spec.balancerId, soon())
  })

  it('lose no request while their servers are drained and stopped one after another', async () => {
    const organisationId = newId('organisation')
    const network = {
      networkId: newId('network'),
      organisationId,
      range: '10.210.0.0/22',
      hasExit: true,
      ...closedFilter,
    }
    const boot = async (address: string) => {
      const spec = instanceSpec('busybox', { organisationId, network, address, sshKeys: [] })
      await world.driver.createInstance(spec, soon())
      await world.driver.startInstance(spec.resourceId, soon())
      return spec.resourceId
    }
    const servers = []
    for (const address of ['10.210.0.20', '10.210.0.21', '10.210.0.22'])
      servers.push({ instanceId: await boot(address), address, isDraining: false })
    const client = await boot('10.210.0.30')
    const spec = balancerSpec({
      organisationId,
      ownAddresses: ['10.210.0.250', '10.210.0.251'],
      address: '198.51.100.9',
      check: { protocol: 'http', path: '/', intervalSeconds: 1, rise: 1, fall: 2 },
      servers,
    })
    const balancers = world.driver.balancers
    if (!balancers) throw new Error('Incus has balancers')
    await balancers.apply(spec, network, soon())
    const backends = async () => {
      const seen = await balancers.observe(spec.balancerId, soon())
      return seen.exists ? seen.backends : []
    }
    const allUp = () =>
      expect
        .poll(async () => (await backends()).map(({ health }) => health), { timeout: 30_000, interval: 200 })
        .toEqual(['up', 'up', 'up'])
    await allUp()

    const loop = `n=0; lost=0; while [ ! -e /tmp/stop ]; do n=$((n + 1)); wget -q -O - -T 5 http://10.210.0.250/ >> /tmp/answers || lost=$((lost + 1)); done; echo "$n $lost" > /tmp/result`
    // In the background: a command that runs on would outlive the wait for its end.
    const load = ['sh', '-c', `sh -c '${loop}' </dev/null >/dev/null 2>&1 &`]
    await execInside(incus, client, load, soon())
    for (const { instanceId } of servers) {
      await balancers.drain(spec.balancerId, { instanceId, isDraining: true }, soon())
      await expect
        .poll(async () => (await backends()).find((each) => each.instanceId === instanceId), {
          timeout: 20_000,
        })
        .toMatchObject({ isDraining: true, connections: 0 })
      await world.driver.restartInstance(instanceId, soon())
      await expect
        .poll(() => world.driver.probeReachable(instanceId, soon()), { timeout: 20_000, interval: 100 })
        .toMatchObject({ reachable: true })
      await balancers.drain(spec.balancerId, { instanceId, isDraining: false }, soon())
      await allUp()
    }
    await execInside(incus, client, ['touch', '/tmp/stop'], soon())
    const result = async () => (await execInside(incus, client, ['cat', '/tmp/result'], soon())).stdout
    await expect.poll(result, { timeout: 30_000, interval: 500 }).not.toBe('')
    const stdout = await result()
    const [requests = 0, lost = -1] = stdout.trim().split(' ').map(Number)
    console.log(`balancer: ${requests} requests while three servers restarted, ${lost} lost`)
    expect(lost).toBe(0)
    expect(requests).toBeGreaterThan(100)
    const answers = await execInside(incus, client, ['sh', '-c', 'sort -u /tmp/answers'], soon())
    expect(answers.stdout.trim().split('\n').sort()).toEqual(
      servers.map(({ instanceId }) => `hello from ${instanceId.replace('_', '-')}`).sort(),
    )

    // One that comes back is not used before a check: HAProxy would take it for one that answers.
    const [stopped] = servers
    if (!stopped) throw new Error('the pool has servers')
    const { instanceId } = stopped
    await balancers.drain(spec.balancerId, { instanceId, isDraining: true }, soon())
    await world.driver.stopInstance(instanceId, { force: true }, soon())
    await balancers.drain(spec.balancerId, { instanceId, isDraining: false }, soon())
    expect((await backends()).find((each) => each.instanceId === instanceId)).toMatchObject({
      isDraining: false,
      health: 'down',
    })
    await balancers.remove(spec.balancerId, soon())
  })
})
