import { expect, test } from 'vitest'
import { printInTurn } from './print-in-turn'

test('documents are printed one after the other, ten wait, and further requests are rejected', async () => {
  let drawing = 0
  let most = 0
  const draw = async () => {
    drawing += 1
    most = Math.max(most, drawing)
    await Promise.resolve()
    drawing -= 1
    return 'drawn'
  }
  const attempts = await Promise.allSettled(Array.from({ length: 60 }, () => printInTurn(draw)))
  const drawn = attempts.filter(({ status }) => status === 'fulfilled')
  expect([drawn.length, most]).toEqual([11, 1])
  expect(attempts.find((each) => each.status === 'rejected')?.reason).toMatchObject({
    code: 'rate_limited',
    params: { retryAfterSeconds: '5' },
  })
  await expect(printInTurn(draw)).resolves.toBe('drawn')
})
