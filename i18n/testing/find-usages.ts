import ts from 'typescript'
import { place, type Source, walk } from './sources'

/** `exact`: this very key; `prefix`: some key that begins so; `unknown`: a key no reader can see. */
export type Usage = { kind: 'exact' | 'prefix' | 'unknown'; key: string; at: string }

type Binding = { name: string; namespace: string; from: number }

const makers = new Set(['useTranslations', 'getTranslations'])
const methods = new Set(['rich', 'markup', 'raw', 'has'])

/** Every use of a text in one file, the namespace being that of the nearest `t` declared above. */
export function findUsages(source: Source, parameterNamespace?: string): Usage[] {
  const bindings = findBindings(source)
  if (parameterNamespace) bindings.push({ name: 't', namespace: parameterNamespace, from: 0 })
  const usages: Usage[] = []
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
      usages.push({ kind: leaf.kind, key: leaf.kind === 'unknown' ? `${binding.namespace}.` : key, at })
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

type Leaf = { kind: Usage['kind']; text: string }

function leaves(node: ts.Expression): Leaf[] {
  if (ts.isStringLiteralLike(node)) return [{ kind: 'exact', text: node.text }]
  if (ts.isTemplateExpression(node))
    return [{ kind: node.head.text ? 'prefix' : 'unknown', text: node.head.text }]
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return leaves(node.expression)
  if (ts.isConditionalExpression(node)) return [...leaves(node.whenTrue), ...leaves(node.whenFalse)]
  return [{ kind: 'unknown', text: '' }]
}
