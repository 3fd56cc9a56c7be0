import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { BalancerSpec } from '../../port/balancer'
import type { NetworkSpec } from '../../port/driver'
import type { DriverError } from '../../port/driver-error'
import type { FirewallRuleSpec } from '../../port/firewall'
import { importBalancerImage, replaceBalancerImage } from '../../testing/balancer-image'
import { balancerSpec } from '../../testing/balancer-spec'
import { inbound } from '../../testing/inbound'
import { startIncusCluster } from '../../testing/incus-cluster'
import { helloOf, openOvnWorld } from '../../testing/ovn-world'
import { soon } from '../../testing/world'
import { createIncusContext } from '../context'
import { execAt } from '../servers/exec'
import { run } from '../wire/operations'
import { operatorProject } from '../zone/operator-project'
import { balancerImage, containerName, moveContainer, type Position, pair } from './containers'
import { chooseMember } from './pair'

const cluster = await startIncusCluster(3, { networks: 'ovn' })
afterAll(() => (cluster.available ? cluster.stop() : undefined), 60_000)
if (!cluster.available) console.warn(`Take-over of balancers is skipped: ${cluster.reason}`)
const socketPath = cluster.available ? cluster.socketPath(1) : ''
const hasImage = cluster.available && (await importBalancerImage(socketPath, balancerImage))
if (cluster.available && !hasImage) console.warn('Take-over of balancers is skipped: no package haproxy')
const patience = { timeout: 90_000, interval: 200 }
const members = ['n1', 'n2', 'n3']
const [own, other, shared] = ['10.0.0.250', '10.0.0.251', '10.0.0.249']

const rulesOfBalancer = (['in', 'out'] as const).flatMap((direction): FirewallRuleSpec[] => {
  const source = [own, other, shared].map((address) => `${address}/32`)
  return [
    { direction, protocol: 'any', ports: null, source, destination: source },
    { direction, protocol: 'tcp', ports: '80', source, destination: ['10.0.0.0/24'] },
  ]
})

/** A new connection every 50 ms until the time is over; prints the longest time without an answer, in ms. */
const client = `
  const net = require('node:net')
  const [host, seconds] = process.argv.slice(1)
  const answered = []
  const ask = () => {
    const at = Date.now()
    let text = ''
    const socket = net.connect({ host, port: 80 })
    socket.setTimeout(1500, () => socket.destroy())
    socket.on('connect', () => socket.write('GET / HTTP/1.0\\r\\n\\r\\n'))
    socket.on('data', (part) => { text += part })
    socket.on('error', () => {})
    socket.on('close', () => { if (text.includes('hello from')) answered.push(at) })
  }
  const startedAt = Date.now()
  const timer = setInterval(ask, 50)
  setTimeout(() => {
    clearInterval(timer)
    setTimeout(() => {
      const instants = [startedAt, ...answered.sort((a, b) => a - b), startedAt + seconds * 1000]
      console.log(Math.max(...instants.slice(1).map((at, index) => at - instants[index])))
    }, 2000)
  }, seconds * 1000)
`

// Sequential: the last tests kill a member.
describe.skipIf(!hasImage)('the address of a load balancer on OVN', { timeout: 600_000 }, () => {
  const { all, http, network, boot, close } = openOvnWorld(socketPath)
  afterAll(close)
  const project = { http, project: operatorProject, installation: 'ovn-test', now: () => new Date() }
  const operator = createIncusContext(project)
  const { balancers } = all
  if (!balancers) throw new Error('Incus has balancers')

  // We talk to n1: both containers are elsewhere.
  let balancerId = newId('balancer')
  while (chooseMember(members, balancerId, 1, null) !== 'n2') balancerId = newId('balancer')
  const memberOf = async (position: Position) => {
    const { metadata } = await http.request('GET', operator.path(pathOf(position)), soon())
    return (metadata as { location: string }).location
  }
  const pathOf = (position: Position) => `/1.0/instances/${containerName(balancerId, position)}`
  const within = async (position: Position, ...command: string[]) =>
    (await execAt(operator, pathOf(position), command, soon().signal)).stdout
  const holds = async (position: Position) =>
    (await within(position, 'ip', '-4', '-o', 'addr')).includes(`${shared}/`)
  /** The containers that hold the shared address, of those that answer. */
  const listHolders = async (asked: readonly Position[] = pair) => {
    const held = await Promise.all(asked.map((position) => holds(position).catch(() => null)))
    return asked.filter((_, index) => held[index])
  }
  const findHolder = async (): Promise<Position> => {
    const [holder, ...more] = await listHolders()
    if (!holder || more.length > 0) throw new Error('one container holds the address')
    return holder
  }
  const longestGap = async (seconds: number, act: () => Promise<unknown>): Promise<number> => {
    if (!cluster.available) return Number.NaN
    const counted = cluster.onInternet(process.execPath, '-e', client, spec.address, String(seconds))
    await act()
    return Number((await counted).stdout)
  }
  let ours: NetworkSpec
  let spec: BalancerSpec
  let hello = ''
  const observe = () => balancers.observe(balancerId, soon())
  const apply = () =>
    balancers.apply(spec, ours, soon()).then(
      () => 'applied',
      ({ code, rawText }: DriverError) => `${code}: ${rawText}`,
    )
  const mend = async () => {
    await expect.poll(apply, patience).toBe('applied')
    await expect.poll(observe, patience).toMatchObject({ isServing: true, isWhole: true })
  }
  const status = async (member: string) => {
    const { metadata } = await http.request('GET', `/1.0/cluster/members/${member}`, soon())
    return (metadata as { status: string }).status
  }

  it('is held by one container, also where the network filters inside, and leads to a server of the pool', async () => {
    // The strictest network; the product adds the rules for the balancer (`readFilters`).
    const strict = { filtersInside: true, egress: 'listed' } as const
    ours = network({ ...strict, rules: [inbound('tcp', '80'), ...rulesOfBalancer] })
    // Members that have just joined may make the first one at once, and fail.
    const make = () =>
      all.ensureNetwork(ours, soon()).then(
        () => true,
        () => false,
      )
    await expect.poll(make, patience).toBe(true)
    const web = await boot(ours, 'n1', '10.0.0.11')
    hello = helloOf(web)
    spec = balancerSpec({
      balancerId,
      organisationId: ours.organisationId,
      ownAddresses: [own, other],
      sharedAddress: shared,
      address: '198.51.100.40',
      check: { protocol: 'http', path: '/', intervalSeconds: 1, rise: 1, fall: 2 },
      servers: [{ instanceId: web.resourceId, address: '10.0.0.11', isDraining: false }],
    })
    await mend()
    await expect.poll(async () => (await listHolders()).length, patience).toBe(1)
    const ask = async () =>
      cluster.available
        ? (await cluster.onInternet('curl', '-s', '-m', '2', `http://${spec.address}/`)).stdout.trim()
        : ''
    await expect.poll(ask, patience).toBe(hello)
  })

  it('is held by the other one within ten seconds when HAProxy or the container dies', async () => {
    for (const [what, kill] of [
      ['HAProxy killed', (holder: Position) => within(holder, 'killall', '-9', 'haproxy')],
      [
        'container stopped',
        (holder: Position) => {
          const json = { action: 'stop', force: true }
          return run(operator, 'PUT', `${pathOf(holder)}/state`, { signal: soon().signal, json })
        },
      ],
    ] as const) {
      const holder = await findHolder()
      const gap = await longestGap(15, () => kill(holder))
      console.log(`balancer, ${what}: longest gap ${gap} ms`)
      expect(gap).toBeLessThanOrEqual(10_000)
      expect(await listHolders()).toEqual([holder === 1 ? 2 : 1])
      expect(await observe()).toMatchObject({ isServing: true, isWhole: false })
      // It stays there when the other one works again.
      const back = await longestGap(10, mend)
      expect(back).toBeLessThanOrEqual(1_000)
      expect(await listHolders()).toEqual([holder === 1 ? 2 : 1])
    }
  })

  it('stays while two containers on one member are spread again', async () => {
    const holder = await findHolder()
    const standby = holder === 1 ? 2 : 1
    const home = await memberOf(holder)
    await moveContainer(operator, containerName(balancerId, standby), home, soon().signal)
    expect(await memberOf(standby)).toBe(home)
    await expect.poll(observe, patience).toMatchObject({ isServing: true, isWhole: false })
    const gap = await longestGap(20, mend)
    console.log(`balancer, spread again: longest gap ${gap} ms`)
    expect(gap).toBeLessThanOrEqual(1_000)
    expect(await memberOf(holder)).toBe(home)
    expect(await memberOf(standby)).not.toBe(home)
  })

  it('leaves a container before that one is made again from a newer image', async () => {
    const holder = await findHolder()
    await replaceBalancerImage(socketPath, balancerImage)
    const options = { signal: AbortSignal.timeout(180_000), replacesOutdated: true }
    const gap = await longestGap(100, () => balancers.apply(spec, ours, options))
    console.log(`balancer, made again from a newer image: longest gap ${gap} ms`)
    expect(gap).toBeLessThanOrEqual(3_000)
    const found = (await balancers.survey('PAR1', soon())).find((each) => each.balancerId === balancerId)
    expect(found).toMatchObject({
      leads: [{ address: spec.address, to: shared }],
      parts: [{ condition: 'as_made' }, { condition: 'as_made' }],
    })
    expect(await listHolders()).toEqual([holder === 1 ? 2 : 1])
    expect(await observe()).toMatchObject({ isServing: true, isWhole: true })
  })

  it('is held elsewhere within fifteen seconds when a member dies, and needs no change of Incus', async () => {
    if (!cluster.available) return
    const holder = await findHolder()
    const victim = await memberOf(holder)
    const number = Number(victim.slice(1))
    const gap = await longestGap(25, () => (cluster.available ? cluster.kill(number) : Promise.resolve()))
    console.log(`balancer, member ${victim} killed: longest gap ${gap} ms`)
    expect(gap).toBeLessThanOrEqual(15_000)
    await expect.poll(() => status(victim), patience).toBe('Offline')
    // Just after a death, heartbeats of the others may be late.
    await expect.poll(observe, patience).toMatchObject({
      ...{ exists: true, ours: true, isServing: true, isWhole: false },
      backends: [{ health: 'up' }],
    })
    const spare = containerName(balancerId, holder)
    await expect.poll(apply, patience).toBe(`member_down: ${spare} is on ${victim}, which is offline`)

    const back = await longestGap(25, async () => {
      if (cluster.available) await cluster.start(number)
      await mend()
    })
    console.log(`balancer, member ${victim} back: longest gap ${back} ms`)
    expect(back).toBeLessThanOrEqual(1_000)
    expect(await listHolders()).toEqual([holder === 1 ? 2 : 1])
  })

  it('stays through the loss of a member for good, which only Incus records', async () => {
    if (!cluster.available) return
    const holder = await findHolder()
    const victim = await memberOf(holder)
    await cluster.kill(Number(victim.slice(1)))
    await expect.poll(() => status(victim), patience).toBe('Offline')
    const forget = () =>
      all.forgetHost('PAR1', victim, soon()).then(
        () => 'forgotten',
        ({ code }: DriverError) => code,
      )
    await expect.poll(forget, patience).toBe('forgotten')
    expect(await longestGap(15, mend)).toBeLessThanOrEqual(1_000)
    expect(await listHolders()).toHaveLength(1)
    await balancers.remove(balancerId, soon())
  })
})
