import { expect, test } from 'vitest'
import { quoteState } from './quote-state'

test('a quote under review is in state review, until it ends', () => {
  const facts = { isSigned: false, hasLaterVersion: false, isInReview: true }
  expect(quoteState({ orderState: 'held', ...facts })).toBe('review')
  expect(quoteState({ orderState: 'expired', ...facts })).toBe('expired')
})

test.each([
  ['held', false, false, 'open'],
  ['held', true, false, 'signed'],
  ['accepted', true, false, 'ordered'],
  ['delivered', true, false, 'ordered'],
  ['failed', true, false, 'ordered'],
  ['expired', false, false, 'expired'],
  ['withdrawn', false, true, 'superseded'],
  ['withdrawn', false, false, 'withdrawn'],
  ['refused', false, false, 'refused'],
] as const)('order %s, signed %s, later version %s: %s', (orderState, isSigned, hasLaterVersion, state) => {
  expect(quoteState({ orderState, isSigned, hasLaterVersion })).toBe(state)
})
