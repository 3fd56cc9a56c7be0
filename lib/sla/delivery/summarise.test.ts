import { expect, test } from 'vitest'
import { summariseDeliveries } from './summarise'

const took = (...seconds: number[]) =>
  seconds.map((each, index) => ({
    id: `ins_${index}`,
    name: `s${index}`,
    seconds: each,
    objectiveSeconds: 300,
  }))

test.each([
  [[], { count: 0, kept: 0, medianSeconds: null, p95Seconds: null }],
  [[12], { count: 1, kept: 1, medianSeconds: 12, p95Seconds: 12 }],
  [[10, 300, 301], { count: 3, kept: 2, medianSeconds: 300, p95Seconds: 301 }],
  [[4, 3, 2, 1], { count: 4, kept: 4, medianSeconds: 2, p95Seconds: 4 }],
  [
    Array.from({ length: 100 }, (_, index) => index + 1),
    { count: 100, kept: 100, medianSeconds: 50, p95Seconds: 95 },
  ],
])('of %j', (seconds, wanted) => {
  expect(summariseDeliveries(took(...seconds))).toMatchObject(wanted)
})

test('late deliveries are listed, the slowest first', () => {
  expect(summariseDeliveries(took(400, 10, 900)).late.map(({ name }) => name)).toEqual(['s2', 's0'])
})
