import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Files whose content has the French name in both languages. */
const french = [
  // Invoice lines.
  'lib/billing/queries/subjects.ts',
  // Exported usage records.
  'lib/billing/exports/queries/usage-records.ts',
  // Next to the shown name, for the operator's form.
  'lib/catalogue/queries/catalogue.ts',
]

test('every query but those of invoices and exports names bundles in the language of its reader', () => {
  const sources = execFileSync('git', ['ls-files', 'lib/*.ts', 'app/*.ts'], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && !/\.test\.ts$|\/testing\//.test(file))
  const found = sources.filter((file) => {
    const source = readFileSync(file, 'utf8')
    return (
      /\bbundles\.name\b/.test(source) ||
      (/(from|join) bundles b\b/.test(source) && /\bb\.name\b/.test(source))
    )
  })
  expect(found.sort()).toEqual(french.toSorted())
})
