import { beforeEach, expect, test } from 'vitest'
import { topics } from './client'
import { followChanges } from './follow-changes'
import { createHub } from './hub'
import type { Reading } from './queries/changes'

const quiet: Reading = { run: 'one', snapshot: '1:1:', next: 1n, changes: [] }
const orders = { topic: 'orders', audience: 'org_a', project: '' }
const access = { topic: 'access', audience: 'acc_a', project: '' }
const settled = () => new Promise((resolve) => setImmediate(resolve))

/** One stream of `acc_a`, and a database that answers in turn with `answers`. */
function makeWorld(answers: (Reading | Error | Promise<Reading>)[] = [], live: string[] = []) {
  const hub = createHub({ ofPersonMax: 5, ofAddressMax: 5, max: 5 })
  const texts: string[] = []
  let ended = 0
  hub.add(
    {
      personId: 'acc_a',
      address: '192.0.2.1',
      sessionHash: 'session a',
      organisationId: 'org_a',
      visibleProjects: null,
      topics: new Set(topics),
      send: (bytes) => texts.push(new TextDecoder().decode(bytes)) > 0,
      end: () => {
        ended += 1
      },
    },
    0,
  )
  let now = 0
  const timers: { ms: number; work: () => void }[] = []
  const { isRead, stop } = followChanges(hub, {
    async readChanges() {
      const answer = answers.shift() ?? quiet
      if (answer instanceof Error) throw answer
      return answer
    },
    listLiveSessions: async () => new Set(live),
    now: () => now,
    every(ms, work) {
      const timer = { ms, work }
      timers.push(timer)
      return () => timers.splice(timers.indexOf(timer), 1)
    },
  })
  return {
    texts,
    ended: () => ended,
    timers,
    isRead,
    stop,
    answers,
    async pass(seconds: number) {
      await settled()
      for (const end = now + seconds * 1_000; now < end; ) {
        now += 1_000
        for (const { ms, work } of [...timers]) if (now % ms === 0) work()
        await settled()
      }
    },
    skip(minutes: number) {
      now += minutes * 60_000
    },
  }
}

let world: ReturnType<typeof makeWorld>
beforeEach(() => {
  world = makeWorld()
})

test('a quiet second sends nothing', async () => {
  await world.pass(5)
  expect([world.texts, world.ended()]).toEqual([[], 0])
})

test('after a failed reading every page refetches everything, once', async () => {
  const { texts, answers } = world
  answers.push(new Error('away'), new Error('away'), quiet)
  await world.pass(5)
  expect(texts).toHaveLength(1)
  expect(texts[0]).toContain('"billing","inbox","incidents","operations","orders","resources"')
})

test('a change of access during failed readings ends the stream after them', async () => {
  const { answers, ended } = world
  answers.push(new Error('away'), { ...quiet, changes: [access] })
  await world.pass(2)
  expect(ended()).toBe(1)
})

test('a database that lost its changes, such as a promoted standby, ends each stream, for it to be checked again', async () => {
  const { answers, ended, texts } = world
  answers.push(new Error('away'), { ...quiet, run: 'two', changes: [orders] })
  await world.pass(3)
  expect([ended(), texts]).toEqual([1, []])
})

test('so does a pause after which noted changes may be deleted', async () => {
  world.skip(6)
  await world.pass(1)
  expect(world.ended()).toBe(1)
})

test('a change of access just before the first reading ends the first stream', async () => {
  const { ended, isRead } = makeWorld([{ ...quiet, changes: [access] }])
  await isRead
  expect(ended()).toBe(1)
})

test('a comment keeps the connection open every twenty seconds, also while the database hangs', async () => {
  const hanging = makeWorld([new Promise<Reading>(() => undefined)])
  await hanging.pass(45)
  expect(hanging.texts.filter((text) => text === ':\n\n')).toHaveLength(2)
})

test('a reading that never ends counts as failed, and the next one is tried', async () => {
  const hanging = makeWorld([new Promise<Reading>(() => undefined), quiet])
  await hanging.pass(22)
  expect(hanging.texts.filter((text) => text.startsWith('event:'))).toHaveLength(1)
})

test('streams end when nothing could be read for as long as changes are kept', async () => {
  const away = makeWorld(
    Array.from({ length: 400 }, () => new Error('away')),
    ['session a'],
  )
  await away.pass(300)
  expect(away.ended()).toBe(0)
  await away.pass(20)
  expect(away.ended()).toBe(1)
})

test('a later reader continues where the former ended, unless that is long ago', async () => {
  const sinces: (string | null)[] = []
  const hub = createHub({ ofPersonMax: 5, ofAddressMax: 5, max: 5 })
  let now = 0
  const source = {
    async readChanges(since: string | null) {
      sinces.push(since)
      return quiet
    },
    listLiveSessions: async () => new Set<string>(),
    now: () => now,
    every: () => () => undefined,
  }
  const first = followChanges(hub, source)
  await first.isRead
  const last = first.stop()
  await followChanges(hub, source, last).isRead
  now += 6 * 60_000
  await followChanges(hub, source, last).isRead
  expect(sinces).toEqual([null, '1:1:', null])
})

test('the stream of a session that ran out ends within thirty seconds', async () => {
  await world.pass(28)
  expect(world.ended()).toBe(0)
  await world.pass(1)
  expect(world.ended()).toBe(1)
})

test('nothing is read any more once it is stopped', () => {
  world.stop()
  expect(world.timers).toEqual([])
})
