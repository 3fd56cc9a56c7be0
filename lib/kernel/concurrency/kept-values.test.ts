import { expect, test } from 'vitest'
import { createKeptValues } from './kept-values'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000)

function counting() {
  let loads = 0
  return { load: async () => ++loads, loads: () => loads }
}

test('callers of one key share one load while it is fresh', async () => {
  const kept = createKeptValues<number>({ freshMs: 10_000, most: 2 })
  const { load } = counting()
  expect(await Promise.all([kept.get('a', at(0), load), kept.get('a', at(0), load)])).toEqual([1, 1])
  expect(await kept.get('a', at(9.9), load)).toBe(1)
  expect(await kept.get('a', at(10), load)).toBe(2)
})

test('a clock set back does not keep a value for longer', async () => {
  const kept = createKeptValues<number>({ freshMs: 10_000, most: 2 })
  const { load } = counting()
  await kept.get('a', at(100), load)
  expect(await kept.get('a', at(0), load)).toBe(2)
})

test('a failed load is tried again by the next caller', async () => {
  const kept = createKeptValues<number>({ freshMs: 10_000, most: 2 })
  await expect(kept.get('a', at(0), () => Promise.reject(new Error('no database')))).rejects.toThrow(
    'no database',
  )
  expect(await kept.get('a', at(0), async () => 7)).toBe(7)
})

test('the oldest key is dropped beyond the limit', async () => {
  const kept = createKeptValues<number>({ freshMs: 10_000, most: 2 })
  const { load, loads } = counting()
  for (const key of ['a', 'b', 'c']) await kept.get(key, at(0), load)
  await kept.get('c', at(1), load)
  await kept.get('b', at(1), load)
  expect(loads()).toBe(3)
  await kept.get('a', at(1), load)
  expect(loads()).toBe(4)
})
