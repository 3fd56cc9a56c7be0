import { type Document, isMap, LineCounter, parseDocument, visit } from 'yaml'
import { type FormFault, findFormFault, isCloudConfig } from './user-data-form'

/** `line` and `column` count from 1. */
export type UserDataFault =
  | { reason: FormFault }
  | { reason: 'user_data_yaml' | 'user_data_no_mapping'; line: number; column: number }

/** Why cloud-init could not use this text at a first boot; null when it can. Pure. */
export function findUserDataFault(text: string): UserDataFault | null {
  const reason = findFormFault(text)
  if (reason) return { reason }
  return isCloudConfig(text) ? findYamlFault(text) : null
}

function findYamlFault(text: string): UserDataFault | null {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const wrong = document.errors[0]?.pos[0] ?? findUnknownAlias(document)
  if (wrong !== null) return { reason: 'user_data_yaml', ...at(wrong) }
  const { contents } = document
  if (contents === null || isMap(contents)) return null
  return { reason: 'user_data_no_mapping', ...at(contents.range?.[0] ?? 0) }
}

/** Where an alias names no anchor, which the parser leaves to the reader of the document. */
function findUnknownAlias(document: Document): number | null {
  let found: number | null = null
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document)) return undefined
      found = alias.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return found
}
