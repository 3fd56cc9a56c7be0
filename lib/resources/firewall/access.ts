import type { FirewallRuleSpec } from '~/lib/hypervisors'
import { type Cidr, contains, readCidr } from '~/lib/kernel/net/cidr'
import { portRanges } from '~/lib/kernel/net/ports'

type Ports = [number, number][]
/** What passes from one place to another; ports are ascending and do not touch. */
export type Access = { tcp: Ports; udp: Ports; icmp: boolean }

const allPorts: Ports = [[1, 65_535]]
export const noAccess: Access = { tcp: [], udp: [], icmp: false }
export const fullAccess: Access = { tcp: allPorts, udp: allPorts, icmp: true }

export const hasAccess = ({ tcp, udp, icmp }: Access) => icmp || tcp.length > 0 || udp.length > 0
export const isSameAccess = (a: Access, b: Access) => JSON.stringify(a) === JSON.stringify(b)

/** What the rules of one direction allow between these ranges, each as a whole. Pure. */
export function accessByRules(
  rules: readonly FirewallRuleSpec[],
  direction: 'in' | 'out',
  source: Cidr,
  destination: Cidr,
): Access {
  return rules
    .filter(
      (rule) =>
        rule.direction === direction && covers(rule.source, source) && covers(rule.destination, destination),
    )
    .map(({ protocol, ports }): Access => {
      const listed = ports === null ? allPorts : portRanges(ports)
      return {
        tcp: protocol === 'tcp' || protocol === 'any' ? listed : [],
        udp: protocol === 'udp' || protocol === 'any' ? listed : [],
        icmp: protocol === 'icmp' || protocol === 'any',
      }
    })
    .reduce(union, noAccess)
}

const covers = (ranges: readonly string[] | null, wanted: Cidr) =>
  ranges === null ||
  ranges.some((text) => {
    const range = readCidr(text)
    return (
      range !== null &&
      range.bits <= wanted.bits &&
      contains(range, { family: wanted.family, value: wanted.base })
    )
  })

export const union = (a: Access, b: Access): Access => ({
  tcp: mergePorts([...a.tcp, ...b.tcp]),
  udp: mergePorts([...a.udp, ...b.udp]),
  icmp: a.icmp || b.icmp,
})

export const intersection = (a: Access, b: Access): Access => ({
  tcp: commonPorts(a.tcp, b.tcp),
  udp: commonPorts(a.udp, b.udp),
  icmp: a.icmp && b.icmp,
})

function mergePorts(ports: Ports): Ports {
  const merged: Ports = []
  for (const [first, last] of [...ports].sort((a, b) => a[0] - b[0])) {
    const previous = merged.at(-1)
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last)
    else merged.push([first, last])
  }
  return merged
}

function commonPorts(a: Ports, b: Ports): Ports {
  return mergePorts(
    a.flatMap(([first, last]) =>
      b.flatMap(([from, to]): Ports => {
        const common: [number, number] = [Math.max(first, from), Math.min(last, to)]
        return common[0] <= common[1] ? [common] : []
      }),
    ),
  )
}
