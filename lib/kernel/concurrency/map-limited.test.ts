import { expect, it } from 'vitest'
import { mapLimited } from './map-limited'

it('keeps the order and never exceeds the limit', async () => {
  let busy = 0
  let most = 0
  const doubled = await mapLimited([5, 1, 4, 2, 3, 0], 2, async (item) => {
    busy += 1
    most = Math.max(most, busy)
    for (let i = 0; i < item; i += 1) await Promise.resolve()
    busy -= 1
    return item * 2
  })
  expect(doubled).toEqual([10, 2, 8, 4, 6, 0])
  expect(most).toBe(2)
})

it('fails with the first failure', async () => {
  const run = async (item: number) => {
    if (item === 2) throw new Error('two')
    return item
  }
  await expect(mapLimited([1, 2, 3], 2, run)).rejects.toThrow('two')
})
