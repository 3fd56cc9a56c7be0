import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Called } from './caller'
import type { Document, Entry } from './draw'

/** Checks answers against the document as a client would that knows nothing else. */
export function answerChecker(document: Document) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(document, 'document')
  const compiled = new Map<string, ReturnType<typeof ajv.compile>>()

  /** What is wrong with the answer; empty when it is as the document describes. */
  return function faultsOf(entry: Entry, { status, headers, body, text }: Called): string[] {
    const described = entry.responses[status]
    if (!described) return [`${status} is not described`]
    const [type = ''] = (headers.get('content-type') ?? '').split(';')
    if (status === 204) return text === '' ? [] : ['204 has a body']
    const pointer = status >= 400 ? '#/components/responses/Refused' : pointerOf(document, entry, status)
    const content = status >= 400 ? { 'application/problem+json': {} } : described.content
    const match = Object.keys(content ?? {}).find((each) => each.split(';')[0] === type)
    if (!match) return [`${type} is not described`]
    if (type !== 'application/json' && type !== 'application/problem+json') return []
    const reference = `document${pointer}/content/${escaped(match)}/schema`
    const validate = compiled.get(reference) ?? ajv.compile({ $ref: reference })
    compiled.set(reference, validate)
    if (validate(body)) return []
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
}

function pointerOf(document: Document, entry: Entry, status: number): string {
  for (const [path, item] of Object.entries(document.paths))
    for (const [method, each] of Object.entries(item))
      if (each === entry) return `#/paths/${escaped(path)}/${method}/responses/${status}`
  throw new Error(`${entry.operationId} is not in the document`)
}

const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
