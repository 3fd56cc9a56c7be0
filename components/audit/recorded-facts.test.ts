import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'
import fr from '~/i18n/fr/audit.json'
import { parse, walk } from '~/i18n/testing/sources'

/** Sources that record audit entries. */
const recorders = execFileSync('git', ['grep', '-l', 'recordAudit', '--', 'lib/*.ts'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && !/\.test\.ts$|testing\//.test(file))

/** The names of the facts in an object literal; a nested object counts by the names inside it. */
function namesIn(literal: ts.ObjectLiteralExpression): string[] {
  return literal.properties.flatMap((property) => {
    if (ts.isShorthandPropertyAssignment(property)) return [property.name.text]
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) return []
    return ts.isObjectLiteralExpression(property.initializer)
      ? namesIn(property.initializer)
      : [property.name.text]
  })
}

test('every recorded fact has a name in the journal', () => {
  const recorded = recorders.flatMap((file) => {
    const found: string[] = []
    walk(parse(file, readFileSync(file, 'utf8')).ast, (node) => {
      if (!ts.isPropertyAssignment(node) || node.name.getText() !== 'details') return
      if (ts.isObjectLiteralExpression(node.initializer)) found.push(...namesIn(node.initializer))
    })
    return found
  })
  expect(recorded.length).toBeGreaterThan(200)
  expect([...new Set(recorded)].filter((name) => !(name in fr.fact)).sort()).toEqual([])
})
