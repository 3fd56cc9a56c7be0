import { expect, test } from 'vitest'
import { answerDue, measurePromise } from './promise'

const at = (text: string) => new Date(`2026-11-${text}+01:00`)
const now = at('26T12:00:00')

test('a wait that starts on a Friday evening is due on Monday', () => {
  expect(answerDue(at('27T17:30:00'))).toEqual(at('30T12:30:00'))
})

test.each([
  ['answered in time', '25T09:00:00', '25T12:59:59', { measured: 1, kept: 1 }],
  ['answered at the last moment', '25T09:00:00', '25T13:00:00', { measured: 1, kept: 1 }],
  ['answered late', '25T09:00:00', '25T13:00:01', { measured: 1, kept: 0 }],
  ['not answered and due since', '25T16:00:00', null, { measured: 1, kept: 0 }],
  ['not answered and due now', '25T17:00:00', null, { measured: 0, kept: 0 }],
  ['not answered, with time left', '26T11:00:00', null, { measured: 0, kept: 0 }],
  ['answered before it was due', '26T11:00:00', '26T11:05:00', { measured: 1, kept: 1 }],
])('a wait that was %s', (_what, openedAt, answeredAt, counted) => {
  const wait = { openedAt: at(openedAt), answeredAt: answeredAt ? at(answeredAt) : null }
  expect(measurePromise([wait], now)).toEqual(counted)
})
