import { expect, test } from 'vitest'
import { fitOfSchema, parseSchemaVersion, type SchemaFit } from './fit-of-schema'
import { readSchemaVersion } from './schema-version'

const at = (migration: string, release = '1.2.0', hash = 'aaaaaaaaaaaa') =>
  `${migration}_x ${release} ${hash}`
const own = at('0040')

test.each<[string, string | null, string | null, SchemaFit]>([
  ['its own database', own, null, 'fits'],
  ['a newer database', at('0041', '1.3.0', 'bbbbbbbbbbbb'), null, 'fits'],
  ['a newer database that supports it', at('0041'), '0040', 'fits'],
  ['a newer database that removed what it needs', at('0042'), '0041', 'process_is_too_old'],
  ['one whose next preparation was interrupted after a removal', own, '0041', 'process_is_too_old'],
  ['an older database', at('0039'), null, 'database_is_older'],
  ['the same tables with functions of a later release', at('0040', '1.2.1', 'cccccccccccc'), null, 'fits'],
  [
    'the same tables, functions of an earlier release',
    at('0040', '1.1.9', 'c'.repeat(12)),
    null,
    'database_is_older',
  ],
  [
    'the same tables, other functions of this release',
    at('0040', '1.2.0', 'c'.repeat(12)),
    null,
    'database_is_older',
  ],
  ['an unprepared database', null, null, 'unknown'],
  ['a database with an unknown form of version', '0040_x abc', null, 'unknown'],
])('a process on %s', (_what, schema, oldest, fit) => {
  expect(fitOfSchema(own, { schema, oldest })).toBe(fit)
})

test('a process without a version fits nowhere', () => {
  for (const none of [undefined, '', 'empty'])
    expect(fitOfSchema(none, { schema: own, oldest: null })).toBe('unknown')
})

test('the version of this build is understood', () => {
  expect(parseSchemaVersion(readSchemaVersion())).not.toBeNull()
})
