import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')

// A join that waits for the lock of one table returns the other tables' rows as they were before the wait. SKIP LOCKED
// never waits.
test('no query waits for the lock of one table of a join', () => {
  const waiting = globSync('lib/**/queries/*.ts', { cwd: root }).filter((file) => {
    const source = readFileSync(path.join(root, file), 'utf8')
    const locks = [
      ...source.matchAll(/\.for\([^)]*\bof:[^)]*\)/g),
      ...source.matchAll(/for (no key )?update of [^`]*/g),
    ]
    return locks.some(([text]) => !/skipLocked: true|skip locked/.test(text))
  })
  expect(waiting).toEqual([])
})
