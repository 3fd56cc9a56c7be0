import { expect, test } from 'vitest'
import { newChanges } from './new-changes'

const change = (transaction: bigint, topic = 'orders') => ({
  transaction,
  topic,
  audience: 'org_a',
  project: '',
})

test('the first reading delivers what it holds: the changes of access of the last seconds', () => {
  const first = newChanges(null, { run: 'one', oldest: 10n, next: 12n, changes: [change(9n, 'access')] })
  expect(first).toEqual({
    changes: [change(9n, 'access')],
    position: { run: 'one', from: 10n, seen: new Set() },
  })
})

test('a transaction that began early and committed late is delivered once', () => {
  const start = newChanges(null, { run: 'one', oldest: 10n, next: 12n, changes: [] }).position
  // 10 is still open, 11 has committed.
  const second = newChanges(start, { run: 'one', oldest: 10n, next: 12n, changes: [change(11n)] })
  expect(second.changes).toEqual([change(11n)])
  const third = newChanges(second.position, {
    run: 'one',
    oldest: 12n,
    next: 12n,
    changes: [change(10n), change(11n)],
  })
  expect(third.changes).toEqual([change(10n)])
  const fourth = newChanges(third.position, { run: 'one', oldest: 12n, next: 12n, changes: [] })
  expect(fourth).toEqual({ changes: [], position: { run: 'one', from: 12n, seen: new Set() } })
})

test('a database with earlier transactions than were read is another one: everything may have changed', () => {
  const start = newChanges(null, { run: 'one', oldest: 100n, next: 100n, changes: [] }).position
  const other = newChanges(start, { run: 'one', oldest: 40n, next: 41n, changes: [change(40n)] })
  expect(other.changes).toBeNull()
  expect(other.position.from).toBe(40n)
})

test('after a crash of the server, which empties the table, everything may have changed', () => {
  const start = newChanges(null, { run: 'one', oldest: 10n, next: 10n, changes: [] }).position
  const crashed = newChanges(start, { run: 'two', oldest: 12n, next: 12n, changes: [] })
  expect(crashed).toEqual({ changes: null, position: { run: 'two', from: 12n, seen: new Set() } })
})
