import { expect, test } from 'vitest'
import type { Call, Sent } from './call'
import { idOf, listAll } from './names'

/** Answers with these pages one after the other, and keeps the query of each. */
function pages(...bodies: unknown[]) {
  const queries: Sent['query'][] = []
  const call: Call = async ({ query }) => {
    queries.push(query)
    return { status: 200, headers: new Headers(), body: bodies[queries.length - 1], bytes: new Uint8Array() }
  }
  return { call, queries }
}
const item = (id: string, name = id) => ({ id, name })

test('a list is read to its end by cursor, events by the last id', async () => {
  const list = pages({ items: [item('a')], nextCursor: 'c1' }, { items: [item('b')], nextCursor: null })
  expect(await listAll(list.call, '/v1/x', { zone: 'z' })).toEqual([item('a'), item('b')])
  expect(list.queries).toEqual([{ zone: 'z' }, { zone: 'z', cursor: 'c1' }])
  const events = pages({ items: [item('a')], hasMore: true }, { items: [item('b')], hasMore: false })
  expect(await listAll(events.call, '/v1/events')).toEqual([item('a'), item('b')])
  expect(events.queries).toEqual([{}, { after: 'a' }])
})

test('no page is read beyond the limit', async () => {
  const { call, queries } = pages({ items: [item('a'), item('b')], nextCursor: 'c1' })
  expect(await listAll(call, '/v1/x', {}, 1)).toEqual([item('a')])
  expect(queries).toHaveLength(1)
})

test('two things of one name are not guessed between', async () => {
  const { call } = pages({ items: [item('a', 'web'), item('b', 'web')], nextCursor: null })
  await expect(idOf(call, { path: '/v1/instances', field: 'name' }, 'web')).rejects.toMatchObject({
    exitCode: 2,
  })
})
