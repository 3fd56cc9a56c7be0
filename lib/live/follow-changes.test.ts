import { expect, test } from 'vitest'
import { followChanges, type Source } from './follow-changes'
import { createHub } from './hub'
import type { Reading } from './queries/changes'

const quiet: Reading = { run: 'one', oldest: 1n, next: 1n, changes: [] }
const orders = { transaction: 1n, topic: 'orders', audience: 'org_a', project: '' }

function world() {
  const hub = createHub({ ofPersonMax: 5, max: 5 })
  const texts: string[] = []
  let ended = 0
  hub.add(
    {
      personId: 'acc_a',
      sessionHash: 'session a',
      organisationId: 'org_a',
      visibleProjects: null,
      send: (bytes) => texts.push(new TextDecoder().decode(bytes)) > 0,
      end: () => {
        ended += 1
      },
    },
    0,
  )
  const answers: (Reading | Error)[] = []
  const source: Source = {
    async readChanges() {
      const answer = answers.shift() ?? quiet
      if (answer instanceof Error) throw answer
      return answer
    },
    listLiveSessions: async () => new Set(),
  }
  return { ...followChanges(hub, source), texts, answers, ended: () => ended }
}

test('a quiet second sends nothing', async () => {
  const { turn, texts } = world()
  for (let second = 0; second < 5; second += 1) await turn()
  expect(texts).toEqual([])
})

test('after a failed reading every page refetches everything, once', async () => {
  const { turn, texts, answers } = world()
  answers.push(quiet, new Error('away'), new Error('away'), { ...quiet, changes: [orders] })
  for (let second = 0; second < 5; second += 1) await turn()
  expect(texts).toHaveLength(1)
  expect(texts[0]).toContain('"resources","orders","incidents","billing","operations"')
})

test('every twenty seconds a comment keeps the connection open, and within thirty a session that ran out ends', async () => {
  const { turn, texts, ended } = world()
  for (let second = 0; second < 29; second += 1) await turn()
  expect([texts, ended()]).toEqual([[':\n\n'], 0])
  await turn()
  expect(ended()).toBe(1)
})
