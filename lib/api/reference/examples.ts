import type { Command } from '~/cli/command-table'
import type { Operation } from '../define-operation'
import { type DocumentEntry, type JsonSchema, resolved, type Schemas } from './json-schema'
import { sampleOf } from './sample'

/** A call with sample values. */
export type SampleCall = {
  /** With its query. */
  target: string
  body: unknown
}
export type Examples = { cli: string; curl: string; typescript: string }

/** Fields that are optional each and needed together. */
const needed: Readonly<Record<string, readonly string[]>> = { setReverseName: ['addressId'] }

/** The sample values of a call: what must be given, and nothing else. Pure. */
export function sampleCall(operation: Operation, entry: DocumentEntry, schemas: Schemas): SampleCall {
  const values = (place: 'path' | 'query') =>
    (entry.parameters ?? [])
      .filter((each) => each.in === place && (each.required || place === 'path'))
      .map(({ name, schema }) => [name, String(sampleOf(schema, schemas, name))] as const)
  const path = values('path').reduce<string>(
    (text, [name, value]) => text.replace(`{${name}}`, value),
    operation.path,
  )
  const query = new URLSearchParams(values('query').map(([name, value]) => [name, value])).toString()
  const schema = entry.requestBody?.content['application/json']?.schema
  return {
    target: query ? `${path}?${query}` : path,
    body: schema ? sampleOf(withNeeded(operation.id, resolved(schema, schemas)), schemas) : undefined,
  }
}

const withNeeded = (id: string, schema: JsonSchema): JsonSchema => ({
  ...schema,
  required: [...(schema.required ?? []), ...(needed[id] ?? [])],
})

/** The same call for three kinds of programs. Each reads `ANDROMEDE_URL` and `ANDROMEDE_TOKEN`. Pure. */
export function examplesOf(
  operation: Operation,
  entry: DocumentEntry,
  schemas: Schemas,
  command: Command,
): Examples {
  const call = sampleCall(operation, entry, schemas)
  return {
    cli: cliExample(operation, call, command),
    curl: curlExample(operation, call),
    typescript: typescriptExample(operation, call),
  }
}

const quoted = (text: string) => (/^[\w./:@=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

function cliExample(
  operation: Operation,
  { target, body }: SampleCall,
  { noun, verb, places, query, body: flags }: Command,
): string {
  const [path = '', search = ''] = target.split('?')
  const parts = path.split('/')
  const template = operation.path.split('/')
  const placed = places.map(({ field }) => parts[template.indexOf(`{${field}}`)] ?? '')
  const asked = new URLSearchParams(search)
  const given = query.flatMap(({ field, name }) => {
    const value = asked.get(field)
    return value === null ? [] : [`--${name} ${quoted(value)}`]
  })
  const fields = Object.entries(typeof body === 'object' && body !== null ? body : {})
  const written = fields.flatMap(([field, value]) => {
    const flag = flags.find((each) => each.field === field)
    return flag ? flagTexts(flag, value) : []
  })
  return [
    ['andromede', noun, verb, ...placed.map(quoted)].filter(Boolean).join(' '),
    ...given,
    ...written,
    ...(operation.takesFile ? ['--input report.pdf'] : []),
    ...(operation.files ? ['--output file'] : []),
    ...(operation.method === 'DELETE' ? ['--yes'] : []),
  ].join(' \\\n  ')
}

function flagTexts({ name, type, isList }: Command['body'][number], value: unknown): string[] {
  if (type === 'boolean') return [value === false ? `--no-${name}` : `--${name}`]
  if (isList && Array.isArray(value))
    return value.flatMap((each) => `--${name} ${quoted(flagText(type, each))}`)
  return [`--${name} ${quoted(flagText(type, value))}`]
}

const flagText = (type: string, value: unknown): string =>
  type === 'json' ? JSON.stringify(value) : String(value)

function curlExample({ method, files, takesFile }: Operation, { target, body }: SampleCall): string {
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} "$ANDROMEDE_URL${target}"`,
    '-H "Authorization: Bearer $ANDROMEDE_TOKEN"',
    ...(method === 'POST' ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...(takesFile ? ['-H "Content-Type: application/octet-stream"', '--data-binary @report.pdf'] : []),
    ...(body === undefined
      ? []
      : [
          '-H "Content-Type: application/json"',
          `-d '${JSON.stringify(body, null, 2).replaceAll("'", `'\\''`)}'`,
        ]),
    ...(files ? ['-o file'] : []),
  ]
  return lines.join(' \\\n  ')
}

function typescriptExample(
  { method, status, files, takesFile }: Operation,
  { target, body }: SampleCall,
): string {
  const headers = [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a line of the example
    'Authorization: `Bearer ${process.env.ANDROMEDE_TOKEN}`,',
    ...(method === 'POST' ? ["'Idempotency-Key': crypto.randomUUID(),"] : []),
    ...(body === undefined ? [] : ["'Content-Type': 'application/json',"]),
    ...(takesFile ? ["'Content-Type': 'application/octet-stream',"] : []),
  ]
  const json = body === undefined ? null : JSON.stringify(body, null, 2).replaceAll('\n', '\n  ')
  const answer = files
    ? "await writeFile('file', Buffer.from(await response.arrayBuffer()))"
    : status === 204
      ? null
      : 'console.log(await response.json())'
  const imports = [files && 'writeFile', takesFile && 'readFile'].filter(Boolean)
  return [
    ...(imports.length > 0 ? [`import { ${imports.join(', ')} } from 'node:fs/promises'`, ''] : []),
    `const response = await fetch(\`\${process.env.ANDROMEDE_URL}${target}\`, {`,
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    '  headers: {',
    ...headers.map((line) => `    ${line}`),
    '  },',
    ...(json === null ? [] : [`  body: JSON.stringify(${json}),`]),
    ...(takesFile ? ["  body: await readFile('report.pdf'),"] : []),
    '})',
    'if (!response.ok) throw new Error(await response.text())',
    ...(answer ? [answer] : []),
  ].join('\n')
}
