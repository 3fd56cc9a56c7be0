import { expect, test } from 'vitest'
import { openLatch } from '~/testing/latch'
import { everyEnded } from './every-ended'

test('a failure is reported once all the others have ended', async () => {
  const ended: string[] = []
  const { opened, open } = openLatch()
  const slow = opened.then(() => void ended.push('slow'))
  const all = everyEnded([Promise.reject(new Error('first')), slow, Promise.reject(new Error('second'))])
  open()
  await expect(all).rejects.toThrow('first')
  expect(ended).toEqual(['slow'])
  await everyEnded([])
})
