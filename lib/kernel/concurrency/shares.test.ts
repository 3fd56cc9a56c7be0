import { expect, test } from 'vitest'
import { createShares } from './shares'

test('work in progress is counted, in total and by key, until it succeeds or fails', async () => {
  const shares = createShares(3)
  const ends: Record<string, (error?: Error) => void> = {}
  const begin = (name: string, key: string) =>
    shares.run(
      key,
      () =>
        new Promise<string>((resolve, reject) => {
          ends[name] = (error) => (error ? reject(error) : resolve(name))
        }),
    )
  const first = begin('first', 'a')
  const second = begin('second', 'a')
  const third = begin('third', 'b')
  expect([shares.free(), shares.busy()]).toEqual([0, { a: 2, b: 1 }])
  ends.first?.()
  await expect(first).resolves.toBe('first')
  ends.third?.(new Error('refused'))
  await expect(third).rejects.toThrow('refused')
  expect([shares.free(), shares.busy()]).toEqual([2, { a: 1 }])
  ends.second?.()
  await second
  expect([shares.free(), shares.busy()]).toEqual([3, {}])
})
