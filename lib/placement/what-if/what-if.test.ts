import { describe, expect, it } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { planDrain } from './plan-drain'
import { afterDrain, afterOrder, powerOf, shiftedLoads, type WhatIfHost, withMoreHosts } from './what-if'

const room = (amount: number) => ({ vcpu: amount, memoryMib: amount, diskGib: amount })
const bundle = {
  id: 'bun_a',
  name: 'A',
  shape: { ...room(2), poolGib: 0, volumeClass: null },
}

/** Hosts of ten, one a rack, with servers of these sizes. */
const zone = (...hosts: number[][]): WhatIfHost[] =>
  hosts.map((servers, index) => ({
    id: `hst_${index}` as Id<'host'>,
    rackId: `rac_${index}` as Id<'rack'>,
    roomId: 'roo_a' as Id<'room'>,
    rack: `R${index}`,
    labels: {},
    isOpen: true,
    total: room(10),
    free: room(10 - servers.reduce((sum, each) => sum + each, 0)),
    servers: servers.map((size, at) => ({
      id: `ins_${index}_${at}`,
      ...room(size),
      rules: [],
      requiredLabels: {},
      obstacle: null,
    })),
  }))

const power = (of: readonly WhatIfHost[], bundles: (typeof bundle)[]) =>
  powerOf(of, shiftedLoads([], [], of), bundles)

describe('a zone in a what-if plan', () => {
  const hosts = zone([4, 3], [5], [])

  it('without an event is unchanged', () => {
    expect(power(hosts, [bundle])).toEqual({
      free: room(18),
      total: room(30),
      stock: [{ id: 'bun_a', name: 'A', count: 1 + 2 + 5 }],
      headroom: { racks: 2, fatal: 0 },
    })
  })

  it('after a drain has the same servers on fewer open hosts', () => {
    const emptied = new Set(['hst_0' as Id<'host'>])
    const after = afterDrain(hosts, emptied, planDrain(hosts, emptied), false)
    expect(power(after, [bundle])).toMatchObject({ free: room(8), total: room(20) })
    expect(after.flatMap((host) => host.servers.map((server) => server.id)).sort()).toEqual([
      'ins_0_0',
      'ins_0_1',
      'ins_1_0',
    ])
    expect(after.find((host) => host.id === 'hst_0')).toMatchObject({ isOpen: false, servers: [] })
  })

  it('knows the load of racks although it reads the servers of few hosts', () => {
    const emptied = new Set(['hst_0' as Id<'host'>])
    const read = hosts.map((host) => (emptied.has(host.id) ? host : { ...host, servers: [] }))
    const loads = shiftedLoads([], [], hosts)
    const after = afterDrain(read, emptied, planDrain(read, emptied), false)
    const whole = afterDrain(hosts, emptied, planDrain(hosts, emptied), false)
    expect(powerOf(after, shiftedLoads(loads, read, after), [bundle])).toEqual(power(whole, [bundle]))
  })

  it('after a loss has only the servers that could be placed', () => {
    const lost = new Set(['hst_1' as Id<'host'>, 'hst_2' as Id<'host'>])
    const plan = planDrain(hosts, lost, true)
    expect(plan.stays).toMatchObject([{ serverId: 'ins_1_0', why: 'no_room' }])
    const after = afterDrain(hosts, lost, plan, true)
    expect(after.map((host) => host.id)).toEqual(['hst_0'])
    expect(power(after, [])).toMatchObject({ free: room(3), headroom: { racks: 1, fatal: 1 } })
  })

  it('after an order has less free, and more with more hosts', () => {
    const places = [
      { resourceId: 'new_0', hostId: 'hst_2' },
      { resourceId: 'new_1', hostId: 'hst_2' },
    ]
    const ordered = afterOrder(hosts, places, room(2))
    expect(power(ordered, [bundle])).toMatchObject({ free: room(14), stock: [{ count: 1 + 2 + 3 }] })
    const [first] = hosts
    if (!first) throw new Error('the zone has hosts')
    const more = withMoreHosts(ordered, first, 2, { id: 'rac_9' as Id<'rack'>, name: 'R9' })
    expect(power(more, [bundle])).toMatchObject({ free: room(34), total: room(50), stock: [{ count: 16 }] })
    expect(new Set(more.map((host) => host.id)).size).toBe(5)
  })
})
