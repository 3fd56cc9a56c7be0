import { expect, test } from 'vitest'
import { newChanges } from './new-changes'

const change = { topic: 'orders', audience: 'org_a', project: '' }
const reading = (run: string, next: bigint) => ({
  run,
  snapshot: `${next}:${next}:`,
  next,
  changes: [change],
})
const at = (run: string, next: bigint) => newChanges(null, reading(run, next)).position

test('a reading delivers what it holds, the first one too', () => {
  expect(newChanges(null, reading('one', 12n)).changes).toEqual([change])
  expect(newChanges(at('one', 12n), reading('one', 12n)).changes).toEqual([change])
})

test('a database with earlier transactions than were read is another one: everything may have changed', () => {
  expect(newChanges(at('one', 100n), reading('one', 41n))).toEqual({
    changes: null,
    position: at('one', 41n),
  })
})

test('after a crash of the server, which empties the table, everything may have changed', () => {
  expect(newChanges(at('one', 10n), reading('two', 12n))).toEqual({ changes: null, position: at('two', 12n) })
})
