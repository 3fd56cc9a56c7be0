import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Area } from './areas'
import type { MapFacts, MapNetwork } from './facts'
import { groupServers, sizeOf } from './group-servers'
import { type Drawing, fitText, layoutMap } from './layout'

const texts = { internet: 'Internet', otherSources: (n: number) => `${n} others`, closed: 'no rule' }
const draw = (facts: MapFacts, width = 1_080) => layoutMap(facts, { width, ...texts })

const server = (n: number, name = `web-${n}`) => ({ id: `ins_${n}`, name, address: `10.128.0.${n}` })
const network = (over: Partial<MapNetwork> = {}): MapNetwork => ({
  id: 'net_1',
  name: 'Projet',
  note: 'PAR1',
  isClosed: false,
  peers: [],
  servers: [server(1), server(2)],
  balancers: [],
  rules: [{ direction: 'in', peer: 'Internet', traffic: 'TCP 22' }],
  ...over,
})

const arbitraryNetwork = fc.record({
  id: fc.uuid(),
  name: fc.string(),
  note: fc.string(),
  isClosed: fc.boolean(),
  peers: fc.constant<string[]>([]),
  servers: fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      name: fc.tuple(fc.constantFrom('web', 'db', 'x'), fc.nat(400)).map(([stem, n]) => `${stem}-${n}`),
      address: fc.ipV4(),
    }),
    { maxLength: 200, selector: ({ id }) => id },
  ),
  balancers: fc.array(
    fc.record({
      id: fc.uuid(),
      name: fc.string(),
      address: fc.option(fc.ipV4()),
      ports: fc.string(),
      serverIds: fc.constant<string[]>([]),
    }),
    { maxLength: 12 },
  ),
  rules: fc.array(
    fc.record({
      direction: fc.constantFrom('in' as const, 'out' as const),
      peer: fc.oneof(fc.constant('Internet'), fc.ipV4()),
      traffic: fc.constantFrom('TCP 22', 'TCP 443', 'ICMP'),
    }),
    { maxLength: 20 },
  ),
})
const arbitraryFacts = fc
  .tuple(
    fc.uniqueArray(arbitraryNetwork, { maxLength: 6, selector: ({ id }) => id }),
    fc.array(fc.tuple(fc.nat(), fc.nat(), fc.ipV4()), { maxLength: 30 }),
  )
  .map(([networks, leads]): MapFacts => {
    const servers = networks.flatMap(({ id, servers: own }) =>
      own.map((each) => ({ ...each, networkId: id })),
    )
    const ids = networks.map(({ id }) => id)
    return {
      // Every second server of its network is in each pool.
      networks: networks.map((each) => ({
        ...each,
        balancers: each.balancers.map((balancer) => ({
          ...balancer,
          serverIds: each.servers.filter((_, at) => at % 2 === 0).map(({ id }) => id),
        })),
      })),
      peerings: leads.flatMap(([a, b]): [string, string][] => {
        const [one, other] = [ids[a % Math.max(1, ids.length)], ids[b % Math.max(1, ids.length)]]
        return one && other && one < other ? [[one, other]] : []
      }),
      addresses: leads.flatMap(([, at, address]) => {
        const led = servers[at % Math.max(1, servers.length)]
        return led ? [{ address, serverId: led.id, networkId: led.networkId }] : []
      }),
    }
  })

const isInside = (a: Area, b: Area) =>
  a.x >= b.x - 0.01 &&
  a.y >= b.y - 0.01 &&
  a.x + a.width <= b.x + b.width + 0.01 &&
  a.y + a.height <= b.y + b.height + 0.01
const overlap = (a: Area, b: Area) =>
  a.x < b.x + b.width - 0.01 &&
  b.x < a.x + a.width - 0.01 &&
  a.y < b.y + b.height - 0.01 &&
  b.y < a.y + a.height - 0.01
const apart = (areas: readonly Area[]) =>
  areas.every((a, i) => areas.slice(i + 1).every((b) => !overlap(a, b)))

function check(drawing: Drawing, facts: MapFacts) {
  const sheet = { x: 0, y: 0, width: drawing.width, height: drawing.height }
  const boxes = [...drawing.sources, ...drawing.networks]
  expect(boxes.every((box) => isInside(box, sheet))).toBe(true)
  expect(apart(boxes)).toBe(true)
  for (const { network: of, ...box } of drawing.networks) {
    expect(box.cells.every((cell) => isInside(cell, box))).toBe(true)
    expect(box.balancers.every((each) => isInside(each, box))).toBe(true)
    expect(apart([...box.balancers, ...box.cells])).toBe(true)
    for (const { points } of box.pools)
      expect(points.every(([x, y]) => isInside({ x, y, width: 0, height: 0 }, box))).toBe(true)
    expect(box.cells.length).toBeLessThanOrEqual(24)
    expect(box.cells.reduce((sum, { cell }) => sum + sizeOf(cell), 0)).toBe(of.servers.length)
    expect(box.ports.every(({ y }) => y > box.y && y < box.y + box.height)).toBe(true)
  }
  for (const { points } of drawing.edges) {
    const [start, end] = [points[0], points.at(-1)]
    expect(drawing.sources.some((s) => start?.[1] === s.y + s.height / 2)).toBe(true)
    expect(drawing.networks.some((n) => n.x === end?.[0] && n.ports.some(({ y }) => y === end[1]))).toBe(true)
    expect(points.every(([x, y]) => x >= 0 && x <= drawing.width && y >= 0 && y <= drawing.height)).toBe(true)
  }
  for (const { points } of drawing.peerings) {
    const [start, end] = [points[0], points.at(-1)]
    for (const at of [start, end])
      expect(
        drawing.networks.some(
          (n) => at?.[0] === n.x + n.width && (at?.[1] ?? -1) > n.y && (at?.[1] ?? -1) < n.y + n.height,
        ),
      ).toBe(true)
    expect(points.every(([x, y]) => x >= 0 && x <= drawing.width && y >= 0 && y <= drawing.height)).toBe(true)
  }
  expect(drawing.peerings).toHaveLength(facts.peerings.length)
  const linked = facts.networks.filter(({ rules }) => rules.length > 0).length
  expect(drawing.edges.length).toBeGreaterThanOrEqual(linked)
  expect(drawing.sources.length).toBeLessThanOrEqual(8)
}

test('any networks are drawn on any width without overlaps, each server in one cell and each rule on an edge', () => {
  fc.assert(
    fc.property(arbitraryFacts, fc.constantFrom(320, 358, 640, 1_080), (facts, width) => {
      check(draw(facts, width), facts)
    }),
  )
})

test('the drawing of the same facts is the same', () => {
  fc.assert(
    fc.property(arbitraryFacts, (facts) => {
      expect(draw(facts)).toEqual(draw(facts))
    }),
  )
})

test('rules of one source share an edge, and a public address without a rule is drawn as closed', () => {
  const rules = [
    { direction: 'in', peer: 'Internet', traffic: 'TCP 22' },
    { direction: 'in', peer: 'Internet', traffic: 'TCP 443' },
    { direction: 'out', peer: '10.0.0.0/8', traffic: 'TCP 5432' },
  ] as const
  const { edges, networks } = draw({
    networks: [network({ rules: [...rules] })],
    addresses: [],
    peerings: [],
  })
  expect(edges.map(({ direction, isClosed }) => [direction, isClosed])).toEqual([
    ['in', false],
    ['out', false],
  ])
  expect(networks[0]?.ports.map(({ label }) => label)).toEqual([
    'Internet → TCP 22, TCP 443',
    'TCP 5432 → 10.0.0.0/8',
  ])

  const address = { address: '203.0.113.9', serverId: 'ins_1', networkId: 'net_1' }
  const closed = draw({ networks: [network({ rules: [] })], addresses: [address], peerings: [] })
  expect(closed.edges).toMatchObject([{ isClosed: true }])
  expect(closed.networks[0]?.ports.map(({ label }) => label)).toEqual(['Internet · no rule'])
  expect(closed.networks[0]?.cells.map(({ addresses }) => addresses)).toEqual([['203.0.113.9'], []])
})

test('a balancer is drawn above the servers, with one edge to each server of its pool', () => {
  const balancer = { id: 'lba_1', name: 'front', address: '203.0.113.9', ports: '80', serverIds: ['ins_2'] }
  const [drawn] = draw({
    networks: [network({ balancers: [balancer] })],
    addresses: [],
    peerings: [],
  }).networks
  const [placed, cell] = [drawn?.balancers[0], drawn?.cells[1]]
  if (!drawn || !placed || !cell) throw new Error('both are drawn')
  expect(placed.balancer).toEqual(balancer)
  expect(drawn.pools).toHaveLength(1)
  const points = drawn.pools[0]?.points ?? []
  expect(points[0]).toEqual([placed.x + placed.width / 2, placed.y + placed.height])
  expect(points.at(-1)?.[0]).toBe(cell.x)
  expect(Math.abs((points.at(-1)?.[1] ?? 0) - cell.y - cell.height / 2)).toBeLessThan(cell.height / 2)
})

test('a network without rules or public addresses has no edge', () => {
  const drawing = draw({ networks: [network({ rules: [] })], addresses: [], peerings: [] })
  expect([drawing.sources, drawing.edges]).toEqual([[], []])
})

test('200 servers become groups by name; those with a public address stay alone', () => {
  const servers = [
    ...Array.from({ length: 150 }, (_, i) => server(i, `web-${i}`)),
    ...Array.from({ length: 49 }, (_, i) => server(200 + i, `worker${i}`)),
    server(300, 'db'),
  ]
  const cells = groupServers(servers, new Set(['ins_7']), 24)
  expect(cells).toEqual([
    { kind: 'server', server: server(7) },
    { kind: 'group', stem: 'web', count: 149 },
    { kind: 'group', stem: 'worker', count: 49 },
    { kind: 'server', server: server(300, 'db') },
  ])
})

test('servers of many names that do not fit are counted together', () => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const servers = letters.map((letter, i) => server(i, `${letter}x`))
  const cells = groupServers(servers, new Set(), 24)
  expect(cells).toHaveLength(24)
  expect(cells.at(-1)).toEqual({ kind: 'others', count: 3 })
})

test.each([
  ['web-1', 100, 12, 'web-1'],
  ['a-very-long-name-of-server-01', 100, 12, 'a-very-lo…r-01'],
  ['é🚀é🚀', 14, 12, 'é…'],
])('%s fits into %s', (text, width, fontSize, fitted) => {
  expect(fitText(text, width, fontSize)).toBe(fitted)
})
