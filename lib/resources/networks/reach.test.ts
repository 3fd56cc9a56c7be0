import { expect, test } from 'vitest'
import { instanceStates } from '~/db/schema/resources/compute'
import { isReachSettling, type ReachFacts, reachOf, type Way } from './reach'

const applied = { address: '203.0.113.9', isApplied: true, isUnverified: false, isFailing: false }
const open = { ssh: 'everywhere', ssh6: 'nowhere', standing: 'in_force' } as const
const reachable: ReachFacts = {
  state: 'running',
  address: '10.128.0.10',
  publicRoutes: [applied],
  public6: null,
  name: null,
  network: open,
  keys: 'chosen',
  sshServer: 'present',
}
const waysOf = (facts: Partial<ReachFacts>): Way[] => {
  const reach = reachOf({ ...reachable, ...facts })
  return reach.is === 'running' ? reach.ways : []
}
const publicWay = (facts: Partial<ReachFacts>) => waysOf(facts).find((way) => way.by === 'public')

test.each([
  ['a rule for every source', {}, 'open_everywhere', true],
  [
    'a rule for some sources',
    { network: { ssh: 'some', ssh6: 'everywhere', standing: 'in_force' } },
    'open_some',
    true,
  ],
  [
    'no rule for port 22',
    { network: { ssh: 'nowhere', ssh6: 'everywhere', standing: 'in_force' } },
    'closed',
    false,
  ],
  [
    'no such rule, a write pending',
    { network: { ssh: 'nowhere', ssh6: 'everywhere', standing: 'pending' } },
    'closed',
    false,
  ],
  [
    'a rule not written yet',
    { network: { ssh: 'some', ssh6: 'everywhere', standing: 'pending' } },
    'rules_pending',
    false,
  ],
  [
    'a rule that failed',
    { network: { ssh: 'some', ssh6: 'everywhere', standing: 'not_in_force' } },
    'rules_unsure',
    false,
  ],
  [
    'a restored rule',
    { network: { ssh: 'everywhere', ssh6: 'everywhere', standing: 'unverified' } },
    'rules_unsure',
    false,
  ],
  ['a network that is not known', { network: 'unknown' }, 'rules_unsure', false],
  ['an address being attached', { publicRoutes: [{ ...applied, isApplied: false }] }, 'attaching', false],
  [
    'an address that could not be attached',
    { publicRoutes: [{ ...applied, isApplied: false, isFailing: true }] },
    'attach_failing',
    false,
  ],
  ['a restored address', { publicRoutes: [{ ...applied, isUnverified: true }] }, 'unverified', false],
  ['a server without keys', { keys: 'none' }, 'open_everywhere', false],
  ['a server with the keys of its source', { keys: 'source' }, 'open_everywhere', true],
] satisfies [string, Partial<ReachFacts>, string, boolean][])(
  'the way through a public address with %s',
  (_, facts, is, hasCommand) => {
    expect(publicWay(facts)).toEqual({
      by: 'public',
      is,
      address: '203.0.113.9',
      command: hasCommand ? 'ssh root@203.0.113.9' : null,
    })
  },
)

test('without a public address the console comes first, then the private address', () => {
  expect(waysOf({ publicRoutes: [] })).toEqual([
    { by: 'console' },
    { by: 'private', is: 'within', address: '10.128.0.10', command: 'ssh root@10.128.0.10' },
  ])
})

test('an address that works precedes one that is being attached', () => {
  const pending = { ...applied, address: '203.0.113.8', isApplied: false }
  expect(waysOf({ publicRoutes: [pending, applied], address: null })).toMatchObject([
    { is: 'open_everywhere', address: '203.0.113.9' },
    { is: 'attaching', address: '203.0.113.8' },
    { by: 'console' },
  ])
})

test('the page refreshes sooner only while a route or rule is being applied', () => {
  const settling = (facts: Partial<ReachFacts>) => isReachSettling(reachOf({ ...reachable, ...facts }))
  expect(settling({ publicRoutes: [{ ...applied, isApplied: false }] })).toBe(true)
  expect(settling({ network: { ssh: 'some', ssh6: 'everywhere', standing: 'pending' } })).toBe(true)
  expect(settling({ publicRoutes: [{ ...applied, isApplied: false, isFailing: true }] })).toBe(false)
  expect(settling({})).toBe(false)
  expect(settling({ state: 'stopped', publicRoutes: [{ ...applied, isApplied: false }] })).toBe(false)
  expect(isReachSettling(null)).toBe(false)
})

test('over all combinations, a public command appears only where every link is confirmed', () => {
  const flags = [true, false]
  const networks: ReachFacts['network'][] = ['unknown']
  for (const ssh of ['everywhere', 'some', 'nowhere'] as const)
    for (const standing of ['in_force', 'pending', 'not_in_force', 'unverified'] as const)
      networks.push({ ssh, ssh6: 'everywhere', standing })
  let seen = 0
  for (const state of instanceStates)
    for (const network of networks)
      for (const keys of ['chosen', 'source', 'none'] as const)
        for (const isApplied of flags)
          for (const isUnverified of flags)
            for (const isFailing of flags)
              for (const address of ['10.128.0.10', null]) {
                const publicRoutes = [{ ...applied, isApplied, isUnverified, isFailing }]
                const reach = reachOf({
                  state,
                  address,
                  name: null,
                  network,
                  keys,
                  publicRoutes,
                  public6: null,
                  sshServer: 'unknown',
                })
                const passes =
                  network !== 'unknown' && network.standing === 'in_force' && network.ssh !== 'nowhere'
                const expected =
                  state === 'running' && keys !== 'none' && isApplied && !isUnverified && passes
                const ways = reach.is === 'running' ? reach.ways : []
                expect(reach.is === 'running').toBe(state === 'running')
                expect(ways.some((way) => way.by === 'public' && way.command !== null)).toBe(expected)
                expect(ways.some((way) => way.by === 'console')).toBe(state === 'running')
                seen += 1
              }
  expect(seen).toBe(instanceStates.length * networks.length * 3 * 16)
})

test('the name comes after the open addresses, and has a command once SSH passes to all of its addresses', () => {
  const name = { text: 'web.shop.cloud.example', addresses: [applied.address] }
  expect(waysOf({ name }).map(({ by }) => by)).toEqual(['public', 'name', 'console', 'private'])
  expect(waysOf({ name })[1]).toEqual({
    by: 'name',
    address: name.text,
    command: `ssh root@${name.text}`,
    blocked: null,
  })
  for (const facts of [
    { network: { ssh: 'nowhere', ssh6: 'everywhere', standing: 'in_force' } as const },
    { keys: 'none' } as const,
    { name: { ...name, addresses: [applied.address, '203.0.113.10'] } },
  ])
    expect(waysOf({ name, ...facts }).find(({ by }) => by === 'name')).toMatchObject({ command: null })
})

test.each([
  [
    'taken, open to everyone',
    true,
    { ssh: 'nowhere', ssh6: 'everywhere', standing: 'in_force' },
    'open_everywhere',
  ],
  ['taken, open to some', true, { ssh: 'nowhere', ssh6: 'some', standing: 'in_force' }, 'open_some'],
  ['taken, no rule for IPv6', true, open, 'closed'],
  [
    'taken, a rule not written yet',
    true,
    { ssh: 'some', ssh6: 'some', standing: 'pending' },
    'rules_pending',
  ],
  ['not taken', false, { ssh: 'nowhere', ssh6: 'everywhere', standing: 'in_force' }, 'not_taken'],
] as const)('the way through an IPv6 address that is %s', (_, isTaken, network, is) => {
  const public6 = { address: '2001:db8:100::a', isTaken }
  const command = is.startsWith('open_') ? 'ssh root@2001:db8:100::a' : null
  expect(waysOf({ publicRoutes: [], public6, network })[0]).toEqual({
    by: 'public',
    is,
    address: public6.address,
    command,
  })
})

test('the command of a name is limited to the only open family, with the obstacle of the other one', () => {
  const public6 = { address: '2001:db8:100::a', isTaken: true }
  const name = { text: 'web.shop.cloud.example', addresses: [applied.address, public6.address] }
  const nameWith = (facts: Partial<ReachFacts>) =>
    waysOf({ public6, name, ...facts }).find(({ by }) => by === 'name')
  const withRules = (ssh: 'everywhere' | 'nowhere', ssh6: 'everywhere' | 'nowhere') =>
    nameWith({ network: { ...open, ssh, ssh6 } })
  expect(withRules('everywhere', 'everywhere')).toMatchObject({
    command: 'ssh root@web.shop.cloud.example',
    blocked: null,
  })
  expect(withRules('everywhere', 'nowhere')).toMatchObject({
    command: 'ssh -4 root@web.shop.cloud.example',
    blocked: { family: 'IPv6', is: 'closed' },
  })
  expect(withRules('nowhere', 'everywhere')).toMatchObject({
    command: 'ssh -6 root@web.shop.cloud.example',
    blocked: { family: 'IPv4', is: 'closed' },
  })
  expect(withRules('nowhere', 'nowhere')).toMatchObject({ command: null, blocked: null })
  expect(nameWith({ keys: 'none', network: open })).toMatchObject({ command: null })
  expect(nameWith({ public6: null })).toMatchObject({ blocked: { family: 'IPv6', is: 'rules_unsure' } })
})
