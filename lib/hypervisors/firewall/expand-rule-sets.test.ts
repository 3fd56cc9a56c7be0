import { describe, expect, it } from 'vitest'
import { compileFilter } from '../port/firewall'
import { judgeFlow } from '../testing/firewall-oracle'
import { randomFirewall, randomFlows } from '../testing/random-firewall'
import { expandRuleSets } from './expand-rule-sets'
import { exceededFirewallLimit } from './firewall-limits'
import { mergeRules } from './merge-rules'
import type { FirewallProject, FirewallRule } from './rule-set'

const network = {
  id: 'net_n',
  zoneId: 'z',
  range: '10.0.0.0/24',
  range6: '2001:db8::/64',
  filtersInside: false,
  hasExit: true,
}
const other = {
  id: 'net_o',
  zoneId: 'z',
  range: '10.0.1.0/24',
  range6: null,
  filtersInside: false,
  hasExit: true,
}
const project: FirewallProject = {
  networks: [network, other],
  servers: [
    { id: 'ins_web1', tags: { role: 'web' }, addresses: on('net_n', '10.0.0.10', '2001:db8::10') },
    { id: 'ins_web2', tags: { role: 'web' }, addresses: on('net_n', '10.0.0.11') },
    { id: 'ins_db', tags: { role: 'db' }, addresses: on('net_o', '10.0.1.10') },
  ],
  sets: [],
}
const rule = (values: Partial<FirewallRule>): FirewallRule => ({
  direction: 'in',
  protocol: 'tcp',
  ports: '443',
  peer: { kind: 'anywhere' },
  local: null,
  ...values,
})
const tag = { kind: 'tag', key: 'role', value: 'web' } as const

function on(networkId: string, ...addresses: string[]) {
  return addresses.map((address) => ({ networkId, address }))
}
const expand = (rules: FirewallRule[], where: { networkIds?: string[]; serverIds?: string[] } = {}) =>
  expandRuleSets({ ...project, sets: [{ rules, networkIds: ['net_n'], serverIds: [], ...where }] }, network)

describe('the filter of a network', () => {
  it('lets nothing in and everything out without rules', () => {
    expect(expand([])).toEqual({ rules: [], egress: 'open', filtersInside: false })
  })

  it('lets nothing in or out without a way out', () => {
    const sets = [{ rules: [rule({})], networkIds: ['net_n'], serverIds: [] }]
    expect(expandRuleSets({ ...project, sets }, { ...network, hasExit: false })).toEqual({
      rules: [],
      egress: 'listed',
      filtersInside: false,
    })
  })

  it('names no addresses for a rule that concerns everyone', () => {
    expect(expand([rule({})]).rules).toEqual([
      { direction: 'in', protocol: 'tcp', ports: '443', source: null, destination: null },
    ])
  })

  it('names the addresses of a tag by family, merged', () => {
    const filter = expand([rule({ local: tag, peer: { kind: 'cidr', cidr: '198.51.100.0/24' } })])
    expect(filter.rules).toMatchObject([{ source: ['198.51.100.0/24'], destination: ['10.0.0.10/31'] }])
    expect(expand([rule({ local: tag })]).rules).toMatchObject([
      { source: null, destination: ['10.0.0.10/31'] },
      { source: null, destination: ['2001:db8::10/128'] },
    ])
  })

  it('leaves out a rule that names no server of the network', () => {
    expect(expand([rule({ peer: { kind: 'tag', key: 'role', value: 'none' } })]).rules).toEqual([])
    expect(expand([rule({})], { networkIds: [], serverIds: ['ins_db'] }).rules).toEqual([])
  })

  it('lets in by IPv4 only what comes from a peer, where networks are peered: its range may be that of another one', () => {
    const peers = [{ kind: 'network', id: 'net_o' } as const, { kind: 'server', id: 'ins_db' } as const]
    const set = { rules: peers.map((peer) => rule({ peer })), networkIds: ['net_n'], serverIds: [] }
    const from = (peerIds: string[] | null) =>
      expandRuleSets({ ...project, sets: [set] }, { ...network, peerIds }).rules.flatMap(
        ({ source }) => source,
      )
    expect(from(['net_p'])).toEqual([])
    expect(from(['net_o'])).toEqual(['10.0.1.0/24'])
    expect(from(null)).toEqual(['10.0.1.0/24'])
  })

  it('restricts only the servers that an out rule concerns', () => {
    const out = rule({ direction: 'out', peer: { kind: 'server', id: 'ins_db' } })
    const ofOne = expand([out], { networkIds: [], serverIds: ['ins_web2'] })
    expect(ofOne.egress).toBe('listed')
    const may = (source: string, destination: string) =>
      compileFilter({ ...network, ...ofOne })({ protocol: 'tcp', port: 443, source, destination })
    expect(may('10.0.0.11', '10.0.1.10')).toBe(true)
    expect(may('10.0.0.11', '198.51.100.7')).toBe(false)
    expect(may('10.0.0.10', '198.51.100.7')).toBe(true)
    expect(may('2001:db8::10', '2a00::1')).toBe(true)
    expect(expand([out])).toMatchObject({
      egress: 'listed',
      rules: [{ source: null, destination: ['10.0.1.10/32'] }],
    })
  })

  it('still restricts a server whose out rule names a peer that does not exist any more', () => {
    const gone = rule({ direction: 'out', peer: { kind: 'server', id: 'ins_gone' } })
    expect(expand([gone])).toMatchObject({ egress: 'listed', rules: [] })
  })

  it('joins rules that differ only in their peer, and gives equal sets equal rules', () => {
    const rules = ['198.51.100.0/25', '198.51.100.128/25'].map((cidr) =>
      rule({ peer: { kind: 'cidr', cidr } }),
    )
    expect(expand(rules).rules).toMatchObject([{ source: ['198.51.100.0/24'] }])
    expect(expand([...rules].reverse())).toEqual(expand(rules))
    expect(mergeRules(expand(rules).rules)).toEqual(expand(rules).rules)
  })

  it('has limits for the hypervisor', () => {
    const of = (count: number) => Array.from({ length: count }, (_, index) => rule({ ports: `${index + 1}` }))
    expect(exceededFirewallLimit(expand(of(200)))).toBe(null)
    expect(exceededFirewallLimit(expand(of(201)))).toBe('rules')
    const peers = Array.from({ length: 5_001 }, (_, index) => `10.${index >> 7}.${index % 128}.0/31`)
    const ranges = peers.map((cidr) => rule({ peer: { kind: 'cidr', cidr } }))
    expect(exceededFirewallLimit(expand(ranges))).toBe('ranges')
  })
})

const [sets, flows] = [100, 1_000]
it(`decides ${sets} random projects × ${flows} flows as their rule sets say`, () => {
  let allowed = 0
  for (let seed = 1; seed <= sets; seed += 1) {
    const random = randomFirewall(seed)
    for (const each of random.networks) {
      const filter = compileFilter({ ...each, ...expandRuleSets(random, each) })
      for (const flow of randomFlows(random, seed, Math.ceil(flows / random.networks.length))) {
        const isAllowed = judgeFlow(random, each, flow)
        if (filter(flow) !== isAllowed)
          throw new Error(`seed ${seed}, network ${each.id}: ${JSON.stringify(flow)} should be ${isAllowed}`)
        if (isAllowed) allowed += 1
      }
    }
  }
  // Neither nearly all nor nearly none.
  expect(allowed / (sets * flows)).toBeGreaterThan(0.1)
  expect(allowed / (sets * flows)).toBeLessThan(0.9)
})

describe('both families', () => {
  const ofServer = ({ networkId, address }: { networkId: string; address: string }) =>
    `${networkId} ${address.split(/[.:]/).at(-1)}`

  it('let in and out exactly the same between servers with an address of each, where no rule names a range', () => {
    let compared = 0
    for (let seed = 0; seed < 200; seed += 1) {
      const random = randomFirewall(seed)
      // Networks whose IPv4 ranges reach each other, as IPv6 always does.
      const networks = random.networks.slice(0, 2).map((each, index) => ({
        ...each,
        range: `10.0.${4 * index}.0/24`,
        hasExit: true,
      }))
      const servers = random.servers.map((server) => ({
        ...server,
        addresses: networks.flatMap(({ id, range, range6 }) => {
          const last = server.addresses
            .find((each) => each.networkId === id)
            ?.address.split('.')
            .at(-1)
          if (last === undefined) return []
          return on(id, range.replace('0/24', last), (range6 ?? '').replace('/64', last))
        }),
      }))
      const sets = random.sets.map((set) => ({
        ...set,
        rules: set.rules.filter(({ peer }) => peer.kind !== 'cidr'),
      }))
      const firewall: FirewallProject = { networks, servers, sets }
      const held = servers.flatMap(({ addresses }) => addresses)
      for (const each of networks) {
        const allows = compileFilter({ ...each, ...expandRuleSets(firewall, each) })
        for (const from of held)
          for (const to of held) {
            const twin = (one: typeof from) =>
              held.find((other) => other !== one && ofServer(other) === ofServer(one))?.address ?? ''
            if (from.address.includes(':') || to.address.includes(':')) continue
            for (const port of [22, 80, 8005]) {
              const over4 = { protocol: 'tcp' as const, port, source: from.address, destination: to.address }
              const over6 = { ...over4, source: twin(from), destination: twin(to) }
              expect([seed, over6, allows(over6)]).toEqual([seed, over6, allows(over4)])
              compared += 1
            }
          }
      }
    }
    expect(compared).toBeGreaterThan(1_000)
  })
})
