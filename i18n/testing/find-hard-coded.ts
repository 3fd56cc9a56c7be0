import ts from 'typescript'
import { place, type Source, walk } from './sources'

const spokenAttributes = new Set([
  'label',
  'title',
  'aria-label',
  'alt',
  'placeholder',
  'lead',
  'note',
  'hint',
  'legend',
  'caption',
  'confirmLabel',
  'disabledReason',
])
/** One letter alone is a key to press. */
const letters = /\p{L}{2}/u

/** Words written in the code where a text of `i18n` belongs: between tags, or in an attribute people read. */
export function findHardCoded(source: Source, allowed: readonly string[]): string[] {
  const found: string[] = []
  const report = (node: ts.Node, text: string) => {
    const words = text.trim()
    if (letters.test(words) && !allowed.includes(words))
      found.push(`${place(source, node)} ${words.slice(0, 60)}`)
  }
  walk(source.ast, (node) => {
    if (ts.isJsxText(node)) report(node, node.text)
    const isChild =
      ts.isJsxExpression(node) && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent))
    if (isChild && node.expression && ts.isStringLiteralLike(node.expression))
      report(node, node.expression.text)
    if (!ts.isJsxAttribute(node) || !spokenAttributes.has(node.name.getText(source.ast))) return
    const value =
      node.initializer && ts.isJsxExpression(node.initializer)
        ? node.initializer.expression
        : node.initializer
    if (value && ts.isStringLiteralLike(value)) report(node, value.text)
  })
  return found
}
