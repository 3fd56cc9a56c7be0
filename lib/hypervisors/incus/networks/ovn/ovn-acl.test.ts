import { expect, it } from 'vitest'
import { type Cidr, contains, readAddress, readCidr } from '~/lib/kernel/net/cidr'
import { includesPort } from '~/lib/kernel/net/ports'
import { expandRuleSets } from '../../../firewall/expand-rule-sets'
import { compileFilter, type Flow, type NetworkFilter } from '../../../port/firewall'
import { inbound } from '../../../testing/inbound'
import { randomFirewall, randomFlows } from '../../../testing/random-firewall'
import type { AclRule } from '../../acl-rule'
import { filterTag, ovnAcl, readOvnFilter } from './ovn-acl'

type Filtered = NetworkFilter & { range: string; range6?: string | null }

/**
 * As OVN judges: once for each flow, by the rules of both directions; when a server of another member sends, without the
 * outbound ones.
 */
function compile(network: Filtered): (flow: Flow, isOneMember?: boolean) => boolean {
  const toRanges = (texts: readonly string[]) => texts.flatMap((text) => readCidr(text) ?? [])
  const own = toRanges([network.range, ...(network.range6 ? [network.range6] : [])])
  const isIn = (ranges: readonly Cidr[], text: string) => {
    const address = readAddress(text)
    return address !== null && ranges.some((range) => contains(range, address))
  }
  const side = (list: string | undefined) => {
    if (!list) return () => true
    if (list === '@external') return (address: string) => !isIn(own, address)
    const ranges = toRanges(list.split(','))
    return (address: string) => isIn(ranges, address)
  }
  const matcher = ({ protocol, source, destination, destination_port: ports }: AclRule) => {
    const [from, to] = [side(source), side(destination)]
    return (flow: Flow) => {
      const icmp = flow.source.includes(':') ? 'icmp6' : 'icmp4'
      return (
        (!protocol || protocol === (flow.protocol === 'icmp' ? icmp : flow.protocol)) &&
        (!ports || (flow.port !== null && includesPort(ports, flow.port))) &&
        from(flow.source) &&
        to(flow.destination)
      )
    }
  }
  const acl = ovnAcl(network)
  const [ingress, egress] = [acl.ingress.map(matcher), acl.egress.map(matcher)]
  return (flow, isOneMember = true) => {
    const [isFrom, isTo] = [isIn(own, flow.source), isIn(own, flow.destination)]
    const passes = (rules: readonly ((flow: Flow) => boolean)[]) => rules.some((matches) => matches(flow))
    return (isTo && passes(ingress)) || (isFrom && (!isTo || isOneMember) && passes(egress))
  }
}

it('lets through exactly what the filter allows, for random rule sets', () => {
  let mismatches = 0
  for (let seed = 0; seed < 200; seed += 1) {
    const project = randomFirewall(seed)
    const flows = randomFlows(project, seed, 60)
    for (const network of project.networks) {
      const filter = { ...network, ...expandRuleSets(project, network) }
      const [isAllowed, isPassed] = [compileFilter(filter), compile(filter)]
      for (const flow of flows)
        for (const isOneMember of [true, false])
          if (isPassed(flow, isOneMember) !== isAllowed(flow)) mismatches += 1
      expect(readOvnFilter(filterTag(filter), ovnAcl(filter))).toMatchObject({
        rules: filter.rules,
        egress: filter.egress,
        filtersInside: filter.filtersInside,
      })
    }
  }
  expect(mismatches).toBe(0)
})

const network: Filtered = { range: '10.0.0.0/24', rules: [], egress: 'open', filtersInside: false }

it('reads rules that were changed on the hypervisor, and none from a setting that is not ours', () => {
  const http = inbound('tcp', '80')
  const config = filterTag(network)
  const changed = ovnAcl({ ...network, rules: [http] })
  expect(readOvnFilter(config, changed)).toMatchObject({ rules: [http], egress: 'open' })
  const { ingress } = changed
  expect(readOvnFilter(config, { ingress, egress: [] })).toMatchObject({ egress: 'listed' })
  for (const text of ['', '{', '{"rules":1}'])
    expect(readOvnFilter({ 'user.andromede.filter': text }, changed)).toBeNull()
})

it('lets our vantages reach the servers of a network that filters inside', () => {
  const isPassed = compile({ ...network, filtersInside: true })
  const flow = { protocol: 'tcp', port: 80, source: '10.0.0.3', destination: '10.0.0.10' } as const
  expect(isPassed(flow)).toBe(true)
  expect(isPassed({ ...flow, source: '10.0.0.11' })).toBe(false)
})
