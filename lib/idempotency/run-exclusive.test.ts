import { expect, test } from 'vitest'
import { openPromise } from '~/lib/kernel/testing/open-promise'
import { countRunningNames, runExclusive } from './run-exclusive'

test('tasks of one name run in turn, even after a failure; other names run concurrently', async () => {
  const done: string[] = []
  const first = openPromise()
  const works = [
    runExclusive('a', async () => {
      await first.promise
      done.push('a1')
      throw new Error('failed')
    }),
    runExclusive('a', async () => done.push('a2')),
    runExclusive('a', async () => done.push('a3')),
  ]
  const settled = Promise.allSettled(works)
  await runExclusive('b', async () => done.push('b'))
  expect(done).toEqual(['b'])
  first.resolve()
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(done).toEqual(['b', 'a1', 'a2', 'a3'])
  expect(countRunningNames()).toBe(0)
})
