import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRelease } from './history'
import { isOutsideTransaction, type Migration, oldestOf } from './read-migrations'

const squawk = path.resolve('node_modules/@squawk-cli/linux-x64/bin/squawk')
const isInstalled = existsSync(squawk)
if (!isInstalled) console.warn('migrations are not linted: npm has squawk for Linux on x64 alone')

/** The migrator sets time-outs and runs each migration once; the width of numbers is a choice. */
const excluded = [
  'require-lock-timeout',
  'require-statement-timeout',
  'prefer-robust-stmts',
  'prefer-bigint-over-int',
]

/** What builds of the former version do not survive: allowed where `-- oldest: NNNN` rules them out. */
const contracting = [
  'ban-drop-column',
  'ban-drop-table',
  'renaming-column',
  'renaming-table',
  'changing-column-type',
  'adding-required-field',
  'adding-not-nullable-field',
]

/**
 * Migrations from before this check, which cannot be changed any more. Add nothing: an index of a table in use is built
 * outside a transaction, a constraint is added `not valid` and validated by the next migration.
 */
const exceptions: Record<string, string[]> = {
  '0003': ['require-concurrent-index-creation'],
  '0005': ['ban-drop-column'],
  '0006': ['constraint-missing-not-valid'],
  '0012': ['constraint-missing-not-valid', 'require-concurrent-index-creation'],
  '0015': [
    'adding-foreign-key-constraint',
    'adding-not-nullable-field',
    'ban-drop-column',
    'constraint-missing-not-valid',
    'require-concurrent-index-creation',
  ],
  '0016': ['constraint-missing-not-valid'],
  '0017': ['constraint-missing-not-valid', 'disallowed-unique-constraint'],
  '0018': ['constraint-missing-not-valid', 'require-concurrent-index-creation'],
  '0020': [
    'adding-foreign-key-constraint',
    'constraint-missing-not-valid',
    'identifier-too-long',
    'require-concurrent-index-creation',
  ],
  '0024': ['adding-foreign-key-constraint', 'constraint-missing-not-valid'],
  '0025': ['ban-drop-not-null'],
  '0027': ['constraint-missing-not-valid'],
  '0032': ['adding-foreign-key-constraint', 'constraint-missing-not-valid'],
  '0034': ['constraint-missing-not-valid'],
}

/** The rules that a migration breaks, without those that its header allows. */
function lint(migration: Migration): string[] {
  const mode = isOutsideTransaction(migration) ? '--no-assume-in-transaction' : '--assume-in-transaction'
  const options = ['--reporter', 'json', '--pg-version', '15.0', mode]
  const { stdout } = spawnSync(
    squawk,
    [...options, ...excluded.map((rule) => `--exclude=${rule}`), '--stdin-filepath', 'migration.sql'],
    { input: migration.files.map(({ text }) => text).join('\n'), encoding: 'utf8' },
  )
  const found = JSON.parse(stdout) as { rule_name: string }[]
  const allowed = oldestOf(migration) ? contracting : []
  return [...new Set(found.map((each) => each.rule_name))].filter((rule) => !allowed.includes(rule)).sort()
}

const migration = (text: string): Migration => ({
  name: '0099_x',
  files: [{ file: '0099_x.sql', text, hash: '' }],
})

describe.runIf(isInstalled)('migrations', () => {
  test('neither block the tables in use for long nor remove what the former version needs', () => {
    const { migrations } = readRelease()
    const found = migrations
      .filter(({ name }) => name !== '0000_baseline')
      .map((each) => [each.name.slice(0, 4), lint(each)] as const)
      .filter(([, rules]) => rules.length > 0)
    expect(Object.fromEntries(found)).toEqual(exceptions)
  })

  test.each([
    ['create index orders_by_number on orders (number);', ['require-concurrent-index-creation']],
    ['-- outside a transaction\ncreate index concurrently orders_by_number on orders (number);', []],
    ['alter table orders add constraint c check (number > 0);', ['constraint-missing-not-valid']],
    ['alter table orders add constraint c check (number > 0) not valid;', []],
    ['alter table orders drop column number;', ['ban-drop-column']],
    ['-- No version reads it since 0098.\n-- oldest: 0098\nalter table orders drop column number;', []],
    ['create table notes (text text);\ncreate index notes_by_text on notes (text);', []],
  ])('%s', (text, rules) => {
    expect(lint(migration(text))).toEqual(rules)
  })
})

/** So many tables in use may be locked by one transaction: further ones would wait while orders wait for the first. */
const lockedMax = 3

/** Statements whose table is locked against writers, with the name of the table in the first group. */
const locking = [
  /\balter table (?:if exists )?(?:only )?([\w."]+)/gi,
  /\b(?:create|drop) (?:or replace )?(?:constraint )?trigger [^;]*? on ([\w."]+)/gi,
  /\b(?:create|alter|drop) policy [^;]*? on ([\w."]+)/gi,
  /\bcreate (?:unique )?index [^;]*? on ([\w."]+)/gi,
  /\breferences ([\w."]+)/gi,
  /\bdrop table (?:if exists )?([\w."]+)/gi,
]

/** The existing tables that one transaction of this migration locks against writers; grants lock none. */
function lockedTables(migration: Migration): string[] {
  if (isOutsideTransaction(migration)) return []
  const text = migration.files.map((file) => file.text.replaceAll(/^--.*$/gm, '')).join('\n')
  const tablesIn = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, table]) => table ?? '')
  const created = new Set(tablesIn(/\bcreate (?:unlogged )?table (?:if not exists )?([\w."]+)/gi))
  return [...new Set(locking.flatMap(tablesIn))].filter((table) => !created.has(table)).sort()
}

describe('locks of a migration', () => {
  test('no transaction locks many tables while the former version serves', () => {
    const { migrations } = readRelease()
    const found = migrations
      // Earlier ones cannot be changed any more.
      .filter(({ name }) => name >= '0047')
      .map((each) => [each.name, lockedTables(each)] as const)
      .filter(([, tables]) => tables.length > lockedMax)
    expect(found).toEqual([])
  })

  test.each([
    [
      'create trigger a after update on orders for each row when (old.x is distinct from new.x) execute function f();',
      ['orders'],
    ],
    ['drop trigger a on orders;\nalter table only quotes enable trigger b;', ['orders', 'quotes']],
    ['create or replace trigger a before insert or delete\n  on orders execute function f();', ['orders']],
    ['create table notes (a text references orders (id));\ncreate index i on notes (a);', ['orders']],
    ['create policy p on orders using (true);\ngrant select on quotes to andromede_portal;', ['orders']],
    ['-- outside a transaction\nalter table orders add column x int;', []],
  ])('%s', (text, tables) => {
    expect(lockedTables(migration(text))).toEqual(tables)
  })
})
