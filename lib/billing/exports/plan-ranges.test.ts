import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inOrder } from './in-order'
import { planRanges } from './plan-ranges'

test('every line of every document is in exactly one range, in order, and no range is large', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 12_000 }), { maxLength: 12 }), fc.boolean(), (counts, isFirst) => {
      const documents = counts.map((lines, index) => ({
        id: `inv_${index}` as const,
        number: `${index}`,
        lines,
      }))
      const read: string[] = []
      for (const range of planRanges(documents, isFirst)) {
        for (const { id, from, to } of range)
          for (let position = from + 1; position <= to; position += 1) read.push(`${id}:${position}`)
        expect(range.reduce((sum, { from, to }) => sum + to - from, 0)).toBeLessThanOrEqual(5_000)
        expect(range.every(({ from, to }) => to > from && to - from <= 250)).toBe(true)
      }
      const all = documents.flatMap(({ id, lines }) =>
        Array.from({ length: lines }, (_, index) => `${id}:${index + 1}`),
      )
      expect(read).toEqual(all)
    }),
    { numRuns: 40 },
  )
})

test('results come in order, within the concurrency limit, and a failure reaches the consumer', async () => {
  let [running, most] = [0, 0]
  const tasks = [3, 1, 2, 0].map((ticks, index) => async () => {
    running += 1
    most = Math.max(most, running)
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
    running -= 1
    if (index === 3) throw new Error('the last one fails')
    return index
  })
  const seen: number[] = []
  await expect(
    (async () => {
      for await (const each of inOrder(tasks.values(), 2)) seen.push(each)
    })(),
  ).rejects.toThrow('the last one fails')
  expect(seen).toEqual([0, 1, 2])
  expect(most).toBe(2)
})
