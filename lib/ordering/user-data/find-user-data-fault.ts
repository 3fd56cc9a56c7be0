import { type Document, isMap, isScalar, LineCounter, parseDocument, visit, type YAMLMap } from 'yaml'
import { type FormFault, findFormFault, isCloudConfig } from './user-data-form'

/** `line` and `column` count from 1. */
export type UserDataFault =
  | { reason: FormFault }
  | { reason: 'user_data_yaml' | 'user_data_no_mapping'; line: number; column: number }

/** Why cloud-init could not use this text at a first boot; null when it can. Pure. */
export function findUserDataFault(text: string): UserDataFault | null {
  const parsed = parseUserData(text)
  return parsed && 'reason' in parsed ? parsed : null
}

export type CloudConfigDocument = {
  document: Document
  /** The place of an offset in the text. */
  at: (offset: number) => { line: number; column: number }
}

/** The document of a `#cloud-config`, or why cloud-init could not use the text; null for other forms. Pure. */
export function parseUserData(text: string): UserDataFault | CloudConfigDocument | null {
  const reason = findFormFault(text)
  if (reason) return { reason }
  return isCloudConfig(text) ? parseYaml(text) : null
}

function parseYaml(text: string): UserDataFault | CloudConfigDocument {
  const lines = new LineCounter()
  // The parser compares each key of a mapping with all others: with thousands of them it would hold the process.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const wrong = document.errors[0]?.pos[0] ?? findWrongReference(document)
  if (wrong !== null) return { reason: 'user_data_yaml', ...at(wrong) }
  const { contents } = document
  if (contents === null || isMap(contents)) return { document, at }
  return { reason: 'user_data_no_mapping', ...at(contents.range?.[0] ?? 0) }
}

/**
 * Where an alias names no earlier anchor, or a mapping repeats a key, which the parser leaves to the reader of the
 * document. Each node is visited once: the text is a customer's.
 */
function findWrongReference(document: Document): number | null {
  const anchors = new Set<string>()
  let found: number | null = null
  visit(document, {
    Value(_key, node) {
      if (node.anchor) anchors.add(node.anchor)
      if (isMap(node)) found = findRepeatedKey(node)
      return found === null ? undefined : visit.BREAK
    },
    Alias(_key, alias) {
      if (anchors.has(alias.source)) return undefined
      found = alias.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return found
}

function findRepeatedKey(map: YAMLMap): number | null {
  const seen = new Set<unknown>()
  for (const { key } of map.items) {
    if (!isScalar(key)) continue
    if (seen.has(key.value)) return key.range?.[0] ?? 0
    seen.add(key.value)
  }
  return null
}
