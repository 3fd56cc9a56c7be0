import { expect, test } from 'vitest'
import { readRelease } from './history'
import { oldestOf } from './read-migrations'
import { schemaVersionOf } from './schema-version'

const release = readRelease()

test('the version names the newest migration and is the same each time', () => {
  expect(schemaVersionOf(release)).toBe(schemaVersionOf(readRelease()))
  expect(schemaVersionOf(release)).toMatch(
    new RegExp(`^${release.migrations.at(-1)?.name} ${release.version} [0-9a-f]{12}$`),
  )
})

test('each migration that rules older processes out names an earlier migration', () => {
  const numbers = release.migrations.map(({ name }) => name.slice(0, 4))
  for (const oldest of release.migrations.map(oldestOf)) if (oldest) expect(numbers).toContain(oldest)
  const file = (text: string) => ({ name: '0007_x', files: [{ file: '0007_x.sql', text, hash: '' }] })
  expect(oldestOf(file('-- outside a transaction\n-- oldest: 0006\ndrop table a;'))).toBe('0006')
  expect(oldestOf(file('-- Why.\ndrop table a; -- oldest: 0006'))).toBeNull()
  for (const slip of ['-- oldest: 7\n', '-- Oldest 0006\n', '-- oldest: 0007\n'])
    expect(() => oldestOf(file(slip))).toThrow('0007_x: write `-- oldest: NNNN`')
})

test('a changed migration, a changed function and a further function each make another version', () => {
  const [function1, ...others] = release.functions
  if (!function1) throw new Error('there are functions')
  const versions = [
    release,
    { ...release, migrations: release.migrations.slice(0, -1) },
    { ...release, functions: [{ ...function1, hash: 'other' }, ...others] },
    { ...release, functions: [...release.functions, { ...function1, file: 'more.sql' }] },
  ].map(schemaVersionOf)
  expect(new Set(versions).size).toBe(versions.length)
})
