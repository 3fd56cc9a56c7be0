import { expect, test } from 'vitest'
import { changedFacts } from './changed-facts'

const row = { name: 'a', size: 3, labels: { gpu: 'yes' }, at: null as string | null }

test('returns old and new values of what differs, and nothing else', () => {
  expect(changedFacts(row, { name: 'b', size: 3, labels: { gpu: 'no' } })).toEqual({
    from: { name: 'a', labels: { gpu: 'yes' } },
    to: { name: 'b', labels: { gpu: 'no' } },
  })
})

test('compares nested values, and treats null as a value', () => {
  expect(changedFacts(row, { labels: { gpu: 'yes' }, at: null })).toBeNull()
  expect(changedFacts(row, { at: 'now' })).toEqual({ from: { at: null }, to: { at: 'now' } })
})
