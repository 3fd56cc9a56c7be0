import { expect, it } from 'vitest'
import { newId } from '~/lib/kernel/ids'
import { hypervisorName } from '../../port/names'
import {
  connectCluster as connect,
  clusterNetwork as network,
  clusterSharedAddress as shared,
  clusterBalancer as spec,
  balancedServer as webId,
} from '../../testing/balancer-cluster'
import { chooseMember } from './pair'

const { organisationId } = spec
const nameOf = (position: number) => `${hypervisorName(spec.balancerId)}-${position}`
const alive = { n1: 'Online', n2: 'Online', n3: 'Evacuated' }
const n1Died = { n1: 'Offline', n2: 'Online', n3: 'Online' }
const split = () => ({ 1: 'n1', 2: 'n2' })

it('the two containers are made on two members that are online', async () => {
  const { apply, containers } = await connect({ members: alive, containers: {} })
  await apply()
  expect(Object.values(containers).sort()).toEqual(['n1', 'n2'])
})

it('a container that exists stays, and the other one is made elsewhere', async () => {
  for (const [member, other] of [
    ['n1', 'n2'],
    ['n2', 'n1'],
  ] as const) {
    const { apply, containers } = await connect({ members: alive, containers: { 1: member } })
    await apply()
    expect(containers).toEqual({ 1: member, 2: other })
  }
})

it('without a cluster no member is named', async () => {
  const { apply, changes } = await connect({ members: {}, containers: {} })
  await apply()
  expect(changes).toContain('make 1 on null')
  expect(changes).toContain('make 2 on null')
})

it('balancers take turns on the members, each in the same way every time', () => {
  const ids = Array.from({ length: 60 }, () => newId('balancer'))
  const online = ['n3', 'n1', 'n2']
  const firsts = ids.map((id) => {
    const first = chooseMember(online, id, 1, null)
    expect(chooseMember([...online].reverse(), id, 1, null)).toBe(first)
    expect(chooseMember(online, id, 2, first)).not.toBe(first)
    return first
  })
  expect(new Set(firsts).size).toBe(3)
  expect(chooseMember(['n1'], ids[0] ?? '', 2, 'n1')).toBe('n1')
  expect(chooseMember([], ids[0] ?? '', 1, null)).toBeNull()
})

it('on a dead member one is no obstacle to the other: that is configured, and the address of a bridge leads to it', async () => {
  const forwards = [{ to: '10.0.0.250', member: 'n1' }]
  const { apply, changes } = await connect({ members: n1Died, containers: split(), forwards })
  await expect(apply()).rejects.toMatchObject({ code: 'member_down', params: { hosts: 'n1' } })
  expect(changes).toEqual(['ask 2', 'POST 10.0.0.251 on n2'])
})

it('on OVN the address stays while a member is dead, and the failure names the member', async () => {
  const forwards = [{ to: '10.0.0.250', member: '' }]
  const { apply, changes } = await connect({ members: n1Died, containers: split(), forwards, ovn: true })
  await expect(apply()).rejects.toMatchObject({
    code: 'member_down',
    params: { hosts: 'n1' },
    rawText: `the address cannot lead to ${nameOf(2)} while members are offline: n1; ${nameOf(1)} is on n1, which is offline`,
  })
  expect(changes).toEqual(['ask 2'])
})

it('once the dead member is forgotten, the address on OVN leads to the one that was left, and stays there', async () => {
  const members = { n2: 'Online', n3: 'Online' }
  const left = await connect({
    members,
    containers: { 2: 'n2' },
    forwards: [{ to: '10.0.0.250', member: '' }],
    ovn: true,
  })
  await left.apply()
  expect(left.changes).toEqual(['ask 2', 'PUT 10.0.0.251 on null', 'make 1 on n3', 'ask 1'])
  const forwards = [{ to: '10.0.0.251', member: '' }]
  const later = await connect({ members, containers: { 1: 'n3', 2: 'n2' }, forwards, ovn: true })
  await later.apply()
  expect(later.changes).toEqual(['ask 2', 'ask 1'])
})

it('of the two members to which an address of a bridge leads after one is back, one is left', async () => {
  const forwards = [
    { to: '10.0.0.250', member: 'n1' },
    { to: '10.0.0.251', member: 'n2' },
  ]
  const { apply, changes } = await connect({ members: alive, containers: split(), forwards })
  await apply()
  expect(changes).toEqual(['ask 1', 'DELETE undefined on n2', 'ask 2'])
})

it('with one on a dead member, the other one shows the servers, and the address whether it serves', async () => {
  for (const [to, isServing] of [
    ['10.0.0.251', true],
    ['10.0.0.250', false],
  ] as const) {
    const { observe } = await connect({
      members: n1Died,
      containers: split(),
      forwards: [{ to, member: '' }],
      ovn: true,
    })
    expect(await observe()).toMatchObject({
      exists: true,
      ours: true,
      isServing,
      isWhole: false,
      backends: [{ instanceId: webId, health: 'up' }],
    })
  }
})

it('with both on dead members it exists and serves nothing', async () => {
  const members = { n1: 'Offline', n2: 'Offline', n3: 'Online' }
  const { observe } = await connect({ members, containers: split() })
  expect(await observe()).toMatchObject({ exists: true, ours: true, isServing: false, isWhole: false })
})

it('a changed container is made again on its member, after the address was directed to the other one', async () => {
  for (const [position, other, to] of [
    [1, 2, 'PUT 10.0.0.251 on null'],
    [2, 1, null],
  ] as const) {
    const { apply, changes, containers } = await connect({
      members: alive,
      containers: split(),
      changed: { [position]: { 'security.privileged': 'true' } },
      forwards: [{ to: '10.0.0.250', member: '' }],
      ovn: true,
    })
    await apply()
    const remade = [`remove ${position}`, `make ${position} on n${position}`, `ask ${position}`]
    expect(changes).toEqual([`ask ${other}`, ...(to ? [to] : []), ...remade])
    expect(containers).toEqual(split())
  }
})

it('the caller can refuse before each change, and nothing is changed once it refuses', async () => {
  const forwards = [{ to: '10.0.0.9', member: 'n1' }]
  const open = () =>
    connect({ members: alive, containers: { 1: 'n1' }, changed: { 1: { 'limits.cpu': '4' } }, forwards })
  const whole = await open()
  await whole.apply()
  const seen: number[] = []
  for (let refusedAt = 1; ; refusedAt += 1) {
    const { apply, changes } = await open()
    let asked = 0
    const refuse = async () => {
      asked += 1
      if (asked === refusedAt) throw new Error('refused')
    }
    const outcome = await apply({ beforeWrite: refuse }).then(
      () => 'applied',
      (error: Error) => error.message,
    )
    if (outcome === 'applied') break
    expect(outcome).toBe('refused')
    expect(changes).toEqual(whole.changes.slice(0, changes.length))
    seen.push(changes.length)
  }
  // One question allows one change at most.
  expect(seen.every((count, at) => count - (seen[at - 1] ?? 0) <= 1)).toBe(true)
  expect(whole.changes.length - (seen.at(-1) ?? 0)).toBeLessThanOrEqual(1)
})

it('a survey lists changed containers, the address and the part to which it leads, and marks an unreadable balancer', async () => {
  const part = (address: string, condition = 'as_made') => ({
    networkId: network.networkId,
    address,
    condition,
  })
  const forwards = [{ to: '10.0.0.250', member: 'n1' }]
  const whole = await connect({ members: alive, containers: split(), forwards })
  const about = { balancerId: spec.balancerId, organisationId, isReadable: true }
  const lead = { address: spec.address, to: '10.0.0.250' }
  expect(await whole.survey()).toEqual([
    { ...about, leads: [lead], parts: [part('10.0.0.250'), part('10.0.0.251')] },
  ])
  const changed = { 2: { 'limits.memory': '1GiB' } }
  const elsewhere = [{ to: '10.0.0.9', member: 'n1' }]
  const touched = await connect({ members: alive, containers: split(), changed, forwards: elsewhere })
  expect(await touched.survey()).toEqual([
    {
      ...about,
      leads: [{ address: spec.address, to: null }],
      parts: [part('10.0.0.250'), part('10.0.0.251', 'changed')],
    },
  ])
  const silent = await connect({ members: n1Died, containers: split() })
  expect(await silent.survey()).toEqual([
    { ...about, leads: [], parts: [part('10.0.0.251')], isReadable: false },
  ])
  const onlyForward = await connect({ members: alive, containers: {}, forwards })
  expect(await onlyForward.survey()).toEqual([
    { ...about, leads: [{ address: spec.address, to: null }], parts: [] },
  ])
})

it('a server is drained in the container that answers', async () => {
  const forwards = [{ to: '10.0.0.251', member: 'n2' }]
  const { drain, changes } = await connect({ members: n1Died, containers: split(), forwards })
  await drain()
  expect(changes).toEqual(['ask 2', 'ask 2', 'ask 2'])
})

it('of containers that disagree about a server, only the one that is wrong gets the command', async () => {
  const forwards = [{ to: '10.0.0.251', member: 'n2' }]
  for (const [drained, isDraining] of [
    [[], false],
    [[1], null],
    [[2], null],
    [[1, 2], true],
  ] as const) {
    const cluster = { members: alive, containers: split(), forwards, drained: [...drained] }
    const { observe } = await connect(cluster)
    expect(await observe()).toMatchObject({ backends: [{ instanceId: webId, isDraining }] })
    for (const wanted of [true, false]) {
      const { drain, changes } = await connect(cluster)
      await drain(wanted)
      const wrong = ([1, 2] as const).filter(
        (position) => drained.some((each) => each === position) !== wanted,
      )
      expect(changes.slice(4)).toEqual(wrong.map((position) => `ask ${position}`))
    }
  }
})

it('on OVN the address of a new balancer leads to one that both containers share', async () => {
  const { apply, changes } = await connect({ members: alive, containers: {}, ovn: true, shares: true })
  await apply()
  expect(changes.filter((change) => change.startsWith('POST'))).toEqual(['POST 10.0.0.249 on null'])
  const later = { members: alive, containers: split(), forwards: [{ to: shared, member: '' }], ovn: true }
  const { survey } = await connect(later)
  expect(await survey()).toMatchObject([{ leads: [{ address: spec.address, to: shared }] }])
})

it('on OVN the address leads to a shared one only once a container holds it', async () => {
  const { apply, changes } = await connect({
    ...{ members: alive, containers: split(), forwards: [{ to: '10.0.0.250', member: '' }] },
    ...{ ovn: true, shares: true },
    // keepalived needs some time.
    says: (position, until) => (position === 2 && until.length > 8 ? `holds ${shared}\n` : ''),
  })
  await apply()
  expect(changes.at(-1)).toBe(`PUT ${shared} on null`)
  expect(changes.slice(0, -1).every((change) => change.startsWith('ask'))).toBe(true)
  expect(changes.length).toBeGreaterThan(8)
})

it('an address that both share needs no change while a member is dead', async () => {
  const forwards = [{ to: shared, member: '' }]
  const { apply, changes } = await connect({
    ...{ members: n1Died, containers: split(), forwards },
    ...{ ovn: true, shares: true },
  })
  await expect(apply()).rejects.toMatchObject({
    code: 'member_down',
    rawText: `${nameOf(1)} is on n1, which is offline`,
  })
  expect(changes).toEqual(['ask 2', 'ask 2'])
})

it.each([
  ['holds the address and can lose it', 'sharing\nholds 10.0.0.251\nholds 10.0.0.249\n', true, true],
  ['does not hold the address', 'sharing\nholds 10.0.0.251\n', false, true],
  ['has no keepalived', 'holds 10.0.0.251\nholds 10.0.0.249\n', true, false],
])(
  'a container that %s shows whether the balancer serves and is whole',
  async (_what, says, isServing, isWhole) => {
    const forwards = [{ to: shared, member: '' }]
    const all = { members: alive, containers: split(), forwards, ovn: true, says }
    expect(await (await connect(all)).observe()).toMatchObject({ isServing, isWhole })
    const one = { ...all, members: n1Died }
    expect(await (await connect(one)).observe()).toMatchObject({ isServing, isWhole: false })
  },
)
