import { type Command, type CommandDocument, commandTable } from '~/cli/command-table'
import type { MemberPermission } from '~/lib/identity'
import type { Locale } from '~/lib/kernel/text/format'
import { type Method, type Operation, type Tag, tags } from '../define-operation'
import french from '../document/french.json' with { type: 'json' }
import { openApiDocument } from '../document/openapi'
import { operations } from '../operations'
import { type Examples, examplesOf } from './examples'
import { type FieldRow, fieldRow, fieldRows } from './field-rows'
import type { ApiDocument, DocumentEntry, JsonSchema } from './json-schema'
import { words } from './words'

export type OperationSummary = { id: string; method: Method; path: string; summary: string }
export type OperationGroup = { tag: Tag; operations: OperationSummary[] }
export type OperationDescription = OperationSummary & {
  tag: Tag
  description: string | null
  permission: MemberPermission
  asksProof: boolean
  /** Of the path, then of the query, then headers. */
  parameters: (FieldRow & { place: 'path' | 'query' | 'header' })[]
  takesFile: boolean
  body: FieldRow[]
  status: number
  answer: FieldRow[]
  /** Media types of the file that it answers with. */
  files: readonly string[]
  examples: Examples
}

type Reference = {
  text: string
  document: ApiDocument
  entries: Map<string, DocumentEntry>
  commands: Map<string, Command>
}
let known: Reference | undefined

/** Made once for each process: the operations are constant. */
function reference(): Reference {
  if (known) return known
  const text = JSON.stringify(openApiDocument(operations))
  const document = JSON.parse(text) as ApiDocument
  const entries = Object.values(document.paths).flatMap((methods) => Object.values(methods))
  const commands = commandTable(document as unknown as CommandDocument)
  known = {
    text,
    document,
    entries: new Map(entries.map((entry) => [entry.operationId, entry])),
    commands: new Map(commands.map((command) => [command.operationId, command])),
  }
  return known
}

/** The OpenAPI document as the API itself serves it. */
export const apiDocumentText = (): string => reference().text

/**
 * The operations by subject; with `text` those in whose name, path or summary each of its words occurs, in any case and
 * without accents.
 */
export function listOperations(locale: Locale, text = ''): OperationGroup[] {
  const searched = plain(text).split(/\s+/).filter(Boolean)
  const isFound = (each: OperationSummary) => {
    const whole = plain(`${each.id} ${each.method} ${each.path} ${each.summary}`)
    return searched.every((word) => whole.includes(word))
  }
  return tags
    .map((tag) => ({
      tag,
      operations: operations
        .filter((each) => each.tag === tag)
        .map((each) => summaryOf(each, locale))
        .filter(isFound),
    }))
    .filter((group) => group.operations.length > 0)
}

/** One operation with its fields and examples; null when there is none of this id. */
export function describeOperation(id: string, locale: Locale): OperationDescription | null {
  const operation = operations.find((each) => each.id === id)
  const { document, entries, commands } = reference()
  const [entry, command] = [entries.get(id), commands.get(id)]
  if (!operation || !entry || !command) return null
  const { schemas } = document.components
  const reading = { schemas, words: words[locale] }
  const rows = (content: { schema: JsonSchema } | undefined) =>
    content ? fieldRows(content.schema, reading).map((row) => inLocale(row, locale)) : []
  const parameters = (entry.parameters ?? []).map(({ name, in: place, required, description, schema }) => ({
    ...inLocale(fieldRow(name, description ? { ...schema, description } : schema, reading), locale),
    place,
    isRequired: required === true,
  }))
  return {
    ...summaryOf(operation, locale),
    tag: operation.tag,
    description: operation.description ? inFrench(operation.description, locale) : null,
    permission: operation.permission,
    asksProof: operation.asksProof,
    parameters,
    takesFile: operation.takesFile,
    body: rows(entry.requestBody?.content['application/json']),
    status: operation.status,
    answer: rows(entry.responses[String(operation.status)]?.content?.['application/json']),
    files: operation.files ?? [],
    examples: examplesOf(operation, entry, schemas, command),
  }
}

const summaryOf = ({ id, method, path, summary }: Operation, locale: Locale): OperationSummary => ({
  id,
  method,
  path,
  summary: inFrench(summary, locale),
})

const frenchTexts: Readonly<Record<string, string>> = french
const inFrench = (text: string, locale: Locale) => (locale === 'fr' ? (frenchTexts[text] ?? text) : text)

const inLocale = (row: FieldRow, locale: Locale): FieldRow => ({
  ...row,
  description: row.description === null ? null : inFrench(row.description, locale),
})

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
