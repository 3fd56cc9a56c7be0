import { expect, it } from 'vitest'
import { createRecently } from './recently'

it('asks once in half a minute, again after it, after a failure, and when told to forget', async () => {
  let millis = 0
  let asked = 0
  const recently = createRecently(() => new Date(millis))
  const ask = () => recently.once('key', async () => ++asked)
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
