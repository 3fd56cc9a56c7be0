import { expect, test } from 'vitest'
import { createWorkQueue } from './work-queue'

test('two run, three wait, the next is refused, and all accepted work is done', async () => {
  const queue = createWorkQueue(2, 3)
  let running = 0
  let runningMax = 0
  const gates: (() => void)[] = []
  const work = async () => {
    running += 1
    runningMax = Math.max(runningMax, running)
    await new Promise<void>((resolve) => gates.push(resolve))
    running -= 1
    return 'done'
  }
  const offers = Array.from({ length: 5 }, () => queue.offer(work))
  expect(await queue.offer(work)).toBeNull()
  for (let opened = 0; opened < 5; opened += 1) {
    await expect.poll(() => gates.length).toBeGreaterThan(opened)
    gates[opened]?.()
  }
  expect(await Promise.all(offers)).toEqual(Array(5).fill({ result: 'done' }))
  expect(runningMax).toBe(2)
})

test('failed work frees its place', async () => {
  const queue = createWorkQueue(1, 0)
  await expect(queue.offer(async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await queue.offer(async () => 1)).toEqual({ result: 1 })
})
