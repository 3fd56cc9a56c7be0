import { expect, test } from 'vitest'
import { readRelease } from './history'
import { schemaVersionOf } from './schema-version'

const release = readRelease()

test('the version names the newest migration and is the same each time', () => {
  expect(schemaVersionOf(release)).toBe(schemaVersionOf(readRelease()))
  expect(schemaVersionOf(release)).toMatch(new RegExp(`^${release.migrations.at(-1)?.name} [0-9a-f]{12}$`))
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
