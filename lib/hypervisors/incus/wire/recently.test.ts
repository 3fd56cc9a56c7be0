import { expect, it } from 'vitest'
import { createRecently } from './recently'

it('requests once in half a minute, and again afterwards, after a failure, or after a reset', async () => {
  let millis = 0
  let runs = 0
  const recently = createRecently(() => new Date(millis))
  const ask = () => recently.once('key', async () => ++runs)
  expect([await ask(), await ask()]).toEqual([1, 1])
  millis = 30_000
  expect(await ask()).toBe(2)
  recently.forget()
  expect(await ask()).toBe(3)
  await expect(
    recently.once('other', async () => {
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect(await recently.once('other', async () => 'yes')).toBe('yes')
})

it('shares one request among concurrent callers; each requests for itself after a failure or a reset', async () => {
  const recently = createRecently(() => new Date(0))
  const answers: { resolve(value: number): void; reject(error: Error): void }[] = []
  const ask = () =>
    recently.once('key', () => new Promise<number>((resolve, reject) => answers.push({ resolve, reject })))
  const [first, second] = [ask(), ask()]
  expect(answers).toHaveLength(1)
  answers[0]?.reject(new Error('its caller gave up'))
  await expect(first).rejects.toThrow('gave up')
  await expect.poll(() => answers.length).toBe(2)
  recently.forget()
  const third = ask()
  expect(answers).toHaveLength(3)
  answers[1]?.resolve(2)
  answers[2]?.resolve(3)
  expect(await Promise.all([second, third, ask()])).toEqual([2, 3, 3])
})
