import { expect, test } from 'vitest'
import { rackRows } from './rack-rows'

const at = (rackUnit: number | null, heightUnits = 1) => ({ rackUnit, heightUnits })
const text = (units: number, hosts: ReturnType<typeof at>[]) =>
  rackRows(units, hosts).rows.map((row) => `${row.kind} ${row.from}-${row.to}`)

test.each([
  ['an empty rack', 10, [], []],
  ['one host in the middle', 10, [at(5)], ['gap 6-10', 'host 5-5', 'gap 1-4']],
  ['top and bottom', 4, [at(1), at(3, 2)], ['host 3-4', 'gap 2-2', 'host 1-1']],
  ['a full rack', 2, [at(1, 2)], ['host 1-2']],
  ['hosts side by side', 4, [at(2), at(3)], ['gap 4-4', 'host 3-3', 'host 2-2', 'gap 1-1']],
  ['a host without a rack unit', 4, [at(null)], []],
] as const)('%s', (_, units, hosts, expected) => {
  expect(text(units, [...hosts])).toEqual(expected)
})

test('a host without a rack unit is loose', () => {
  expect(rackRows(4, [at(1), at(null, 2)]).loose).toEqual([at(null, 2)])
})
