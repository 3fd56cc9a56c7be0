import { afterAll, describe, expect, it } from 'vitest'
import { newId, toId } from '~/lib/kernel/ids'
import { expandRuleSets } from '../../../firewall/expand-rule-sets'
import type { FirewallProject } from '../../../firewall/rule-set'
import type { InstanceSpec } from '../../../port/driver'
import type { Flow } from '../../../port/firewall'
import { judgeFlow } from '../../../testing/firewall-oracle'
import { startIncusCluster } from '../../../testing/incus-cluster'
import { openOvnWorld } from '../../../testing/ovn-world'
import { drawFrom, randomRuleSets } from '../../../testing/random-firewall'
import { soon } from '../../../testing/world'

const cluster = await startIncusCluster(3, { networks: 'ovn' })
afterAll(() => (cluster.available ? cluster.stop() : undefined), 60_000)
if (!cluster.available) console.warn(`The cluster with OVN is skipped: ${cluster.reason}`)

const projectsCount = 40
const ports = [22, 80, 443]
/** The host on the internet. */
const outside = '198.18.0.10'
const ranges = ['0.0.0.0/0', '198.18.0.10/32', '198.18.0.0/24', '192.0.2.0/24', '10.0.0.8/30', '10.0.0.0/8']

/**
 * Tries every port and an echo to each address at once, and prints what answers. A refused connection has passed the rules.
 * `connect` reads the address from `$a` and the port from `$p`.
 */
const script = (connect: string) => `for a in "$@"; do
  (ping -c 1 -W 2 $a >/dev/null 2>&1 && echo "icmp $a") &
  for p in ${ports.join(' ')}; do (
    if out=$(${connect} 2>&1); then echo "tcp $a $p"; else case "$out" in *refused*) echo "tcp $a $p";; esac; fi
  ) & done
done; wait`
const fromGuest = script('nc -w 2 $a $p -e true')
const fromInternet = script('timeout 2 bash -c "exec 3<>/dev/tcp/$a/$p"')

describe.skipIf(!cluster.available)('random rule sets on a cluster with OVN', { timeout: 1_200_000 }, () => {
  const { driverOf, runIn, network, boot, filter, close } = openOvnWorld(
    cluster.available ? cluster.socketPath(1) : '',
  )
  afterAll(close)

  it('let through exactly what an independent judge of the sets allows', async () => {
    if (!cluster.available) return
    // To the address that the network's router puts in place of those of its servers.
    await cluster.onInternet('ip', 'route', 'replace', '10.90.1.0/24', 'via', '198.18.0.1')
    const networkId = newId('network')
    const spec = network({ networkId })
    const servers: { guest: InstanceSpec; address: string; publicAddress: string }[] = []
    for (const number of [1, 2, 3]) {
      const [address, publicAddress] = [`10.0.0.${9 + number}`, `198.51.100.${40 + number}`]
      const guest = await boot(spec, `n${number}`, address)
      servers.push({ guest, address, publicAddress })
      const { organisationId, resourceId: instanceId } = guest
      const lead = { addressId: newId('publicAddress'), organisationId, address: publicAddress, instanceId }
      await driverOf(guest).directAddress(lead, soon())
    }
    const flowsTo = (source: string, destinations: readonly string[]): Flow[] =>
      destinations.flatMap((destination): Flow[] => [
        // OVN directs TCP and UDP of a public address to its server, and no echo.
        ...(source === outside ? [] : [{ protocol: 'icmp' as const, port: null, source, destination }]),
        ...ports.map((port): Flow => ({ protocol: 'tcp', port, source, destination })),
      ])
    const addresses = servers.map(({ address }) => address)
    const targetsOf = (own: string) => [...addresses.filter((address) => address !== own), outside]
    const flows = [
      ...addresses.flatMap((address) => flowsTo(address, targetsOf(address))),
      ...flowsTo(outside, addresses),
    ]
    const textOf = ({ protocol, port, source, destination }: Flow) =>
      [source, protocol, destination, port].filter((part) => part !== null).join(' ')
    const privateOf = (text: string) =>
      servers.reduce((left, { address, publicAddress }) => left.replaceAll(publicAddress, address), text)
    async function passed(): Promise<string[]> {
      const answers = await Promise.all([
        ...servers.map(async ({ guest, address }) => {
          const { stdout } = await runIn(guest, 'sh', '-c', fromGuest, 'probe', ...targetsOf(address))
          return { source: address, stdout }
        }),
        cluster.available &&
          cluster
            .onInternet(
              'bash',
              '-c',
              fromInternet,
              'probe',
              ...servers.map(({ publicAddress }) => publicAddress),
            )
            .then(({ stdout }) => ({ source: outside, stdout: privateOf(stdout) })),
      ])
      return answers
        .flatMap((answer) => {
          const lines = answer ? answer.stdout.split('\n').filter((line) => line !== '') : []
          return lines.map((line) => `${answer ? answer.source : ''} ${line.trim()}`)
        })
        .sort()
    }

    const figures = { flows: 0, allowed: 0, writes: [] as number[] }
    for (let seed = 1; seed <= projectsCount; seed += 1) {
      const draw = drawFrom(seed)
      const own = { id: networkId, zoneId: 'z', range: spec.range, range6: null, hasExit: true }
      const named = servers.map(({ guest, address }) => ({
        id: toId('instance', guest.resourceId),
        tags: draw.isOneIn(3) ? {} : { role: draw.pick(['web', 'db']) },
        addresses: [{ networkId: own.id, address }],
      }))
      const project: FirewallProject = {
        networks: [{ ...own, filtersInside: draw.isOneIn(2) }],
        servers: named,
        sets: randomRuleSets(draw, { networks: [own], servers: named, ranges }),
      }
      const [judged] = project.networks
      if (!judged) throw new Error('one network')
      const allowed = flows.filter((flow) => judgeFlow(project, judged, flow)).map(textOf)
      const begun = performance.now()
      await filter(spec, expandRuleSets(project, judged))
      figures.writes.push(Math.round(performance.now() - begun))
      figures.flows += flows.length
      figures.allowed += allowed.length
      await expect
        .poll(passed, { timeout: 30_000, interval: 50, message: `${seed} ${JSON.stringify(project.sets)}` })
        .toEqual(allowed.sort())
    }
    const writes = figures.writes.sort((a, b) => a - b)
    console.log(
      `random rule sets: ${projectsCount} projects, ${figures.flows} flows on the wire, ${figures.allowed} passed, 0 mismatches; writing took ${writes[writes.length >> 1]} ms in the median, ${writes.at(-1)} at most`,
    )
  })
})
