import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import type { InstanceSpec, NetworkSpec } from '../../../port/driver'
import type { DriverError } from '../../../port/driver-error'
import { inbound } from '../../../testing/inbound'
import { startIncusCluster } from '../../../testing/incus-cluster'
import { helloOf, openOvnWorld } from '../../../testing/ovn-world'
import { soon } from '../../../testing/world'

const cluster = await startIncusCluster(3, { networks: 'ovn' })
afterAll(() => (cluster.available ? cluster.stop() : undefined), 60_000)
if (!cluster.available) console.warn(`The cluster with OVN is skipped: ${cluster.reason}`)
const patience = { timeout: 90_000, interval: 200 }
const customersCount = 20
const open = { rules: [inbound('tcp', '80')] }

// Sequential: the last tests kill a member.
describe.skipIf(!cluster.available)('a cluster with OVN, at length', { timeout: 600_000 }, () => {
  const world = openOvnWorld(cluster.available ? cluster.socketPath(1) : '')
  const { all, http, driverOf, runIn, network, boot, get, filter } = world
  afterAll(world.close)
  const read = async (path: string) => (await http.request('GET', path, soon())).metadata as never
  /** The member that has the router of a network, once one has it. */
  async function gatewayOf(spec: NetworkSpec): Promise<string> {
    const path = `/1.0/networks/${await all.ensureNetwork(spec, soon())}/state?project=default`
    let chassis = ''
    const read = async () => {
      const { metadata } = await http.request('GET', path, soon())
      chassis = (metadata as { ovn: { chassis: string } }).ovn.chassis
      return true
    }
    await expect.poll(() => read().catch(() => false), patience).toBe(true)
    return chassis
  }
  const fromInternet = async (...command: string[]) =>
    cluster.available ? (await cluster.onInternet(...command)).stdout.trim() : ''
  const addressOf = (number: number) => `198.51.100.${number}`
  const direct = (spec: InstanceSpec, number: number) =>
    driverOf(spec).directAddress(
      {
        addressId: newId('publicAddress'),
        organisationId: spec.organisationId,
        address: addressOf(number),
        instanceId: spec.resourceId,
      },
      soon(),
    )

  it('keeps twenty customers with one range apart, on every pair, protocol and public address', async () => {
    const customers: InstanceSpec[] = []
    for (let index = 0; index < customersCount; index += 1) {
      const spec = await boot(network(), `n${1 + (index % 3)}`, `10.0.0.${10 + index}`)
      await direct(spec, 100 + index)
      customers.push(spec)
    }
    const answers: string[] = []
    for (const [index, from] of customers.entries()) {
      const others = customers.flatMap(({ address }, other) =>
        other === index ? [] : [address ?? '', addressOf(100 + other)],
      )
      // All at once; each prints only what answers.
      const script = `for a in "$@"; do
        (ping -c 1 -W 2 $a >/dev/null 2>&1 && echo "icmp $a") &
        for p in 22 80 443; do (nc -w 2 $a $p -e true 2>/dev/null && echo "tcp $a $p") & done
        (echo x | nc -u -w 2 $a 80 2>/dev/null | grep -q . && echo "udp $a") &
      done; wait`
      const { stdout } = await runIn(from, 'sh', '-c', script, 'probe', ...others)
      answers.push(...stdout.split('\n').filter((line) => line !== ''))
    }
    expect(answers).toEqual([])
    console.log(
      `isolation: ${customersCount} customers, ${customersCount * (customersCount - 1) * 2 * 5} probes, 0 answers`,
    )
    for (const spec of customers) {
      expect(await driverOf(spec).probeReachable(spec.resourceId, soon())).toMatchObject({ reachable: true })
      await driverOf(spec).deleteInstance(spec.resourceId, soon())
    }
  })

  it('puts a rule in force, measured from its writing to the first and the last answer', async () => {
    const ours = network()
    const web = await boot(ours, 'n2', '10.0.0.10')
    await direct(web, 20)
    const ask = () => fromInternet('curl', '-s', '-m', '1', `http://${addressOf(20)}/`)
    const times: number[] = []
    for (const [over, answer] of Array.from({ length: 10 }, (_, index) =>
      index % 2 === 0 ? ([open, helloOf(web)] as const) : ([{}, ''] as const),
    )) {
      const startedAt = performance.now()
      await filter(ours, over)
      await expect.poll(ask, { ...patience, interval: 10 }).toBe(answer)
      times.push(Math.round(performance.now() - startedAt))
    }
    console.log(
      `rule written to in force, ms: ${times.join(' ')} (every second one includes a time-out of 1 s)`,
    )
  })

  it('goes on without a dead member, which is named by what cannot be changed meanwhile', async () => {
    if (!cluster.available) return
    // The member that has the network's gateway dies, unless it is the one that we talk to.
    let ours = network(open)
    let victim = await gatewayOf(ours)
    for (let tries = 0; victim === 'n1' && tries < 8; tries += 1) {
      ours = network(open)
      victim = await gatewayOf(ours)
    }
    const hasGateway = victim !== 'n1'
    if (!hasGateway) victim = 'n3'
    const other = victim === 'n2' ? 'n3' : 'n2'
    const [a, b] = [await boot(ours, 'n1', '10.0.0.11'), await boot(ours, other, '10.0.0.12')]
    const lost = await boot(ours, victim, '10.0.0.13')
    expect(await get(a, '10.0.0.13')).toBe(helloOf(lost))
    await direct(b, 30)
    const ask = () => fromInternet('curl', '-s', '-m', '1', `http://${addressOf(30)}/`)
    await expect.poll(ask, patience).toBe(helloOf(b))

    // Twenty seconds of questions, during which the member dies.
    const seconds = 20
    // Left alone in the guest: Incus loses track of a command while it elects a new leader.
    await runIn(
      a,
      'sh',
      '-c',
      `(end=$(($(date +%s) + ${seconds})); while [ $(date +%s) -lt $end ]; do
        ping -c 1 -W 1 10.0.0.12 >/dev/null && echo ok || echo lost; done; echo end) >/tmp/pings 2>&1 </dev/null &`,
    )
    const outside = fromInternet(
      'bash',
      '-c',
      `end=$(($(date +%s) + ${seconds})); while [ $(date +%s) -lt $end ]; do
        curl -s -m 0.5 -o /dev/null http://${addressOf(30)}/ && date +%s%3N; done`,
    )
    await cluster.kill(Number(victim.slice(1)))
    const failed = network()
    const early = await all.ensureNetwork(failed, soon()).then(
      () => null,
      (error: DriverError) => error,
    )
    expect(early === null || early.retryable).toBe(true)
    const readPings = async () => (await runIn(a, 'cat', '/tmp/pings')).stdout.trim().split('\n')
    await expect
      .poll(
        () =>
          readPings()
            .then((lines) => lines.at(-1))
            .catch(() => ''),
        patience,
      )
      .toBe('end')
    const pings = (await readPings()).slice(0, -1)
    const instants = (await outside).split('\n').map(Number)
    const gaps = instants.slice(1).map((at, index) => at - (instants[index] ?? at))
    console.log(
      `member ${victim} killed${hasGateway ? ', which had the gateway' : ''}: east-west ${pings.filter((line) => line === 'lost').length} of ${pings.length} lost, longest north-south gap ${Math.max(...gaps)} ms`,
    )
    expect(pings.filter((line) => line === 'lost')).toEqual([])
    await expect.poll(ask, patience).toBe(helloOf(b))

    const status = async () => ((await read(`/1.0/cluster/members/${victim}`)) as { status: string }).status
    await expect.poll(status, patience).toBe('Offline')
    const named = { code: 'member_down', params: { hosts: victim } }
    const refusalOf = (change: () => Promise<unknown>) => () =>
      change().then(
        () => null,
        (error: DriverError) => error,
      )
    // Just after a death, heartbeats of the others may be late.
    await expect
      .poll(
        refusalOf(() => all.ensureNetwork(network(), soon())),
        patience,
      )
      .toMatchObject(named)
    await expect
      .poll(
        refusalOf(() => direct(a, 31)),
        patience,
      )
      .toMatchObject(named)
    await filter(ours, { rules: [] })
    await expect.poll(ask, patience).toBe('')
    await filter(ours, open)
    await expect.poll(ask, patience).toBe(helloOf(b))
    expect(await get(await boot(ours, 'n1', '10.0.0.14'), '10.0.0.12')).toBe(helloOf(b))

    await cluster.start(Number(victim.slice(1)))
    await expect.poll(status, patience).toBe('Online')
    await expect
      .poll(
        () =>
          all.ensureNetwork(failed, soon()).then(
            () => true,
            () => false,
          ),
        patience,
      )
      .toBe(true)
    await expect.poll(() => get(a, '10.0.0.13'), patience).toBe(helloOf(lost))
    await direct(a, 31)
    expect(await fromInternet('curl', '-s', '-m', '2', `http://${addressOf(31)}/`)).toBe(helloOf(a))
  })
})
