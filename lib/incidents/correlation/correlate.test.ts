import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Id } from '~/lib/kernel/ids'
import { correlate, type PlacedSubject } from './correlate'

/** `server('a1', 'down')`: on host `a1` of rack `a`. */
let made = 0
const server = (
  hostId: string,
  state: PlacedSubject['state'],
  zoneId: Id<'zone'> = 'zon_z',
): PlacedSubject => {
  made += 1
  return { id: `s${made}`, kind: 'instance', state, hostId, rackId: hostId[0] ?? '', zoneId }
}
const volume = (state: PlacedSubject['state']): PlacedSubject => {
  made += 1
  return { id: `v${made}`, kind: 'volume', state, hostId: null, rackId: null, zoneId: 'zon_z' }
}
const domains = (subjects: PlacedSubject[]) =>
  correlate(subjects).map(({ domain, domainId }) => `${domain} ${domainId}`)
const many = (count: number, make: () => PlacedSubject) => Array.from({ length: count }, make)

test.each<[string, PlacedSubject[], string[]]>([
  ['nothing fails', [server('a1', 'up'), server('a1', 'up')], []],
  ['a single server is no incident', [server('a1', 'down'), server('b1', 'up')], []],
  [
    'a single server on an unreachable host',
    [{ ...server('a1', 'down'), isHostSilent: true }, server('a1', 'up'), server('b1', 'up')],
    ['host a1'],
  ],
  ['two of two on a host', [server('a1', 'down'), server('a1', 'down'), server('a2', 'up')], ['host a1']],
  [
    'two of four on a host',
    [...many(2, () => server('a1', 'down')), ...many(2, () => server('a1', 'up'))],
    ['host a1'],
  ],
  [
    'two of five on a host',
    [...many(2, () => server('a1', 'down')), ...many(3, () => server('a1', 'up'))],
    [],
  ],
  [
    'unknown servers do not count',
    [...many(2, () => server('a1', 'down')), ...many(5, () => server('a1', 'unknown'))],
    ['host a1'],
  ],
  [
    'a rack, not its hosts',
    [
      ...many(2, () => server('a1', 'down')),
      ...many(2, () => server('a2', 'down')),
      ...many(4, () => server('b1', 'up')),
    ],
    ['rack a'],
  ],
  [
    'a rack of hosts with one server each',
    [server('a1', 'down'), server('a2', 'down'), server('b1', 'up'), server('b2', 'up')],
    ['rack a'],
  ],
  [
    'two hosts of a large rack are two failures',
    [
      ...many(2, () => server('a1', 'down')),
      ...many(2, () => server('a2', 'down')),
      ...many(3, () => server('a3', 'up')),
      ...many(3, () => server('a4', 'up')),
    ],
    ['host a1', 'host a2'],
  ],
  [
    'several racks are a zone failure',
    [...many(2, () => server('a1', 'down')), ...many(2, () => server('b1', 'down'))],
    ['zone zon_z'],
  ],
  [
    'half of a zone in one rack is the rack',
    [
      server('a1', 'down'),
      server('a2', 'down'),
      server('b1', 'up'),
      server('b1', 'up'),
      server('b1', 'down'),
    ],
    ['rack a'],
  ],
  ['volumes belong to the zone', [volume('down'), volume('down'), server('a1', 'up')], ['zone zon_z']],
  ['one volume of two', [volume('down'), volume('up')], []],
  [
    'zones fail separately',
    [server('a1', 'down', 'zon_y'), server('a1', 'down', 'zon_y'), server('a1', 'up'), server('a1', 'up')],
    ['host a1'],
  ],
  [
    'a zone or a site that is down itself',
    [
      { id: 'zon_z', kind: 'zone', state: 'down', hostId: null, rackId: null, zoneId: 'zon_z' },
      { id: 'portal', kind: 'site', state: 'down', hostId: null, rackId: null, zoneId: null },
    ],
    ['site portal', 'zone zon_z'],
  ],
])('%s', (_name, subjects, expected) => {
  expect(domains(subjects)).toEqual(expected)
})

test('under any failures, each subject is named at most once and is down, and row order does not matter', () => {
  const any = fc.record({
    hostId: fc.constantFrom('a1', 'a2', 'b1', 'b2', 'c1'),
    state: fc.constantFrom<PlacedSubject['state']>('up', 'down', 'unknown'),
  })
  fc.assert(
    fc.property(fc.array(any, { maxLength: 14 }), (drawn) => {
      const subjects = drawn.map(({ hostId, state }) => server(hostId, state))
      const found = correlate(subjects)
      const ids = found.flatMap(({ downIds }) => downIds)
      expect(new Set(ids).size).toBe(ids.length)
      for (const id of ids) expect(subjects.find((each) => each.id === id)?.state).toBe('down')
      for (const { downIds, domain } of found)
        expect(downIds.length).toBeGreaterThanOrEqual(domain === 'site' ? 1 : 2)
      expect(correlate([...subjects].reverse())).toEqual(found)
    }),
  )
})
