import ts from 'typescript'
import { place, type Source, walk } from './sources'

/**
 * `exact`: this very key. `pattern`: the keys of that shape, `*` standing for what is filled in. `unknown`:
 * a key held in a variable; `literals` are the texts of the same file, among which it is looked for.
 */
export type Usage = {
  kind: 'exact' | 'pattern' | 'unknown'
  key: string
  at: string
  literals: readonly string[]
}

type Binding = { name: string; namespace: string; from: number }

const makers = new Set(['useTranslations', 'getTranslations'])
const methods = new Set(['rich', 'markup', 'raw', 'has'])

/** Every use of a text in one file, the namespace being that of the nearest `t` declared above. */
export function findUsages(source: Source, parameterNamespace?: string): Usage[] {
  const bindings = findBindings(source)
  if (parameterNamespace) bindings.push({ name: 't', namespace: parameterNamespace, from: 0 })
  const usages: Usage[] = []
  const literals: string[] = []
  walk(source.ast, (node) => {
    if (ts.isStringLiteralLike(node)) literals.push(node.text)
    // `{ owner: t(…) }` and `Record<'owner', …>` name a key by the name of a property.
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) literals.push(node.name.text)
  })
  walk(source.ast, (node) => {
    if (!ts.isCallExpression(node)) return
    const name = translatorName(node.expression)
    const binding = bindings
      .filter((b) => b.name === name && b.from <= node.pos)
      .sort((a, b) => b.from - a.from)[0]
    const argument = node.arguments[0]
    if (!binding || !argument) return
    const at = place(source, node)
    for (const leaf of leaves(argument)) {
      const key = [binding.namespace, leaf.text].filter(Boolean).join('.')
      usages.push({
        kind: leaf.kind,
        key: leaf.kind === 'unknown' ? `${binding.namespace}.` : key,
        at,
        literals,
      })
    }
  })
  return usages
}

function translatorName(callee: ts.Expression): string | undefined {
  if (ts.isIdentifier(callee)) return callee.text
  const isMethod =
    ts.isPropertyAccessExpression(callee) &&
    methods.has(callee.name.text) &&
    ts.isIdentifier(callee.expression)
  return isMethod ? (callee.expression as ts.Identifier).text : undefined
}

function findBindings(source: Source): Binding[] {
  const bindings: Binding[] = []
  walk(source.ast, (node) => {
    if (!ts.isVariableDeclaration(node) || !node.initializer) return
    const value = ts.isAwaitExpression(node.initializer) ? node.initializer.expression : node.initializer
    if (ts.isIdentifier(node.name)) {
      const namespace = namespaceOf(value)
      if (namespace !== undefined) bindings.push({ name: node.name.text, namespace, from: node.pos })
    }
    const list = ts.isCallExpression(value) ? value.arguments[0] : undefined
    if (ts.isArrayBindingPattern(node.name) && list && ts.isArrayLiteralExpression(list)) {
      node.name.elements.forEach((element, index) => {
        const item = list.elements[index]
        const namespace = item && namespaceOf(item)
        if (ts.isBindingElement(element) && ts.isIdentifier(element.name) && namespace !== undefined)
          bindings.push({ name: element.name.text, namespace, from: node.pos })
      })
    }
  })
  return bindings
}

function namespaceOf(value: ts.Expression): string | undefined {
  if (!ts.isCallExpression(value) || !ts.isIdentifier(value.expression) || !makers.has(value.expression.text))
    return undefined
  const argument = value.arguments[0]
  if (!argument) return ''
  if (ts.isStringLiteral(argument)) return argument.text
  if (!ts.isObjectLiteralExpression(argument)) return undefined
  const property = argument.properties.find(
    (p) => p.name && ts.isIdentifier(p.name) && p.name.text === 'namespace',
  )
  return property && ts.isPropertyAssignment(property) && ts.isStringLiteral(property.initializer)
    ? property.initializer.text
    : ''
}

type Leaf = Pick<Usage, 'kind'> & { text: string }

function leaves(node: ts.Expression): Leaf[] {
  if (ts.isStringLiteralLike(node)) return [{ kind: 'exact', text: node.text }]
  if (ts.isTemplateExpression(node)) {
    const parts = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)]
    return [{ kind: 'pattern', text: parts.join('*') }]
  }
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return leaves(node.expression)
  if (ts.isConditionalExpression(node)) return [...leaves(node.whenTrue), ...leaves(node.whenFalse)]
  return [{ kind: 'unknown', text: '' }]
}

/** The known keys that a usage may stand for. */
export function matchedKeys(usage: Usage, known: readonly string[]): string[] {
  if (usage.kind === 'exact') return known.filter((key) => key === usage.key)
  if (usage.kind === 'unknown') {
    const candidates = new Set(usage.literals.map((text) => usage.key + text))
    return known.filter((key) => candidates.has(key))
  }
  const shape = usage.key.split('*').map((part) => part.replace(/[.\\]/g, '\\$&'))
  const pattern = new RegExp(`^${shape.join('.+')}$`)
  return known.filter((key) => pattern.test(key))
}
