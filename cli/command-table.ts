/**
 * The commands of `andromede`, from the OpenAPI document. Commands are `noun verb`: the noun is the collection of the
 * path, the verb the rest of the operation's id.
 */

type Schema = {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  description?: string
  pattern?: string
}
type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: Schema }
type Content = Record<string, { schema: Schema }>
type Entry = {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  parameters?: Parameter[]
  requestBody?: { content: Content }
  responses: Record<string, { content?: Content }>
}
export type CommandDocument = {
  paths: Record<string, Record<string, Entry>>
  components: { schemas: Record<string, Schema> }
}

export type Flag = {
  /** `project`: given as `--project`. */
  name: string
  /** Its field of the query or of the body. */
  field: string
  type: 'text' | 'integer' | 'number' | 'boolean' | 'json'
  /** Given once for each item of a list. */
  isList?: true
  isRequired?: true
  values?: string[]
  help?: string
  /** The list in which a name is found. */
  names?: NameList
}

/** A list whose items can be named instead of given by id. */
export type NameList = { path: string; field: string }

export type Place = { field: string; label: string; names?: NameList }

export type Column = { title: string; path: string[] }

export type Command = {
  noun: string
  verb: string
  operationId: string
  method: string
  path: string
  summary: string
  description?: string
  places: Place[]
  query: Flag[]
  body: Flag[]
  takes: 'json' | 'file' | 'nothing'
  gives: 'page' | 'item' | 'file' | 'nothing'
  /** Goes on after the answer, as an operation. */
  isLong?: true
  columns?: Column[]
}

/** Where the word of the path is not the one that customers read. */
const nouns: Readonly<Record<string, string>> = {
  instances: 'server',
  'instance-snapshots': 'server-snapshot',
  'private-images': 'image',
  'billing-documents': 'invoice',
}
/** Where the operation's name repeats what the noun already names. */
const verbs: Readonly<Record<string, string>> = {
  contestMonth: 'contest',
  delegateApproval: 'create',
  getPaymentDesk: 'get',
  inviteMember: 'create',
}
const columnsInTable = 7

/** The commands in the order of the document. Pure. */
export function commandTable(document: CommandDocument): Command[] {
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, entry]) => ({ path, method: method.toUpperCase(), entry })),
  )
  const nameLists = nameListsOf()
  return entries.map(commandOf)

  function commandOf({ path, method, entry }: (typeof entries)[number]): Command {
    const noun = nounOf(path)
    const body = entry.requestBody?.content
    const [status, success] = Object.entries(entry.responses)[0] ?? ['204', {}]
    const answer = success.content?.['application/json']?.schema
    const item = itemOf(answer)
    const isFile = success.content && (!answer || Object.keys(answer).length === 0)
    const parameters = entry.parameters ?? []
    return {
      noun,
      verb: verbs[entry.operationId] ?? verbOf(entry.operationId, path, noun),
      operationId: entry.operationId,
      method,
      path,
      summary: entry.summary,
      ...(entry.description && { description: entry.description }),
      places: parameters
        .filter((each) => each.in === 'path')
        .map(({ name }) => ({
          field: name,
          label: path.split('/')[3] === `{${name}}` ? screaming(noun) : screaming(flagName(name)),
          ...namesOf(name),
        })),
      query: parameters
        .filter((each) => each.in === 'query' && each.name !== 'cursor' && each.name !== 'limit')
        .map(({ name, schema, required }) => flagOf(name, schema, required === true)),
      body: body?.['application/json'] ? flagsOf(body['application/json'].schema) : [],
      takes: body?.['application/json'] ? 'json' : body ? 'file' : 'nothing',
      gives: item ? 'page' : isFile ? 'file' : answer ? 'item' : 'nothing',
      ...(status === '202' && { isLong: true as const }),
      ...(item && { columns: columnsOf(item) }),
    }
  }

  /** By the name of the parameter that takes its ids: `instanceId` → the list of servers, by name. */
  function nameListsOf(): Map<string, NameList> {
    const lists = new Map<string, NameList>()
    const parameters = entries.flatMap(({ path }) =>
      [...path.matchAll(/^(\/v1\/[a-z-]+)\/\{(\w+)\}/g)].map(([, list = '', name = '']) => ({ list, name })),
    )
    for (const { list, name } of parameters) {
      const answer = document.paths[list]?.get?.responses['200']?.content?.['application/json']?.schema
      const properties = itemOf(answer)?.properties ?? {}
      const field = ['name', 'number', 'reference'].find((each) => each in properties)
      if (field && 'id' in properties) lists.set(name, { path: list, field })
    }
    return lists
  }

  function namesOf(name: string): { names?: NameList } {
    const names = nameLists.get(name.replace(/Ids$/, 'Id'))
    return names ? { names } : {}
  }

  function resolved(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1)
    const target = name === undefined ? undefined : document.components.schemas[name]
    return target
      ? { ...resolved(target), ...(schema.description && { description: schema.description }) }
      : schema
  }

  /** Without the possibility of null. */
  function present(schema: Schema): Schema {
    const whole = resolved(schema)
    const choices = whole.anyOf?.filter(({ type }) => type !== 'null')
    if (choices?.length === 1 && choices[0])
      return { ...present(choices[0]), ...(whole.description && { description: whole.description }) }
    if (Array.isArray(whole.type))
      return { ...whole, type: whole.type.find((each) => each !== 'null') ?? 'string' }
    return whole
  }

  /** The items of a page; undefined for any other answer. */
  function itemOf(answer: Schema | undefined): Schema | undefined {
    const items = answer && resolved(answer).properties?.items
    return items?.items && present(items.items)
  }

  function flagsOf(body: Schema): Flag[] {
    const whole = resolved(body)
    const choices = whole.oneOf ?? whole.anyOf
    if (!choices)
      return Object.entries(whole.properties ?? {}).map(([field, schema]) =>
        flagOf(field, schema, whole.required?.includes(field) === true && schema.const === undefined),
      )
    const flags = choices.flatMap((choice) => flagsOf(choice).map(({ isRequired: _, ...flag }) => flag))
    return flags.filter(({ name }, index) => flags.findIndex((each) => each.name === name) === index)
  }

  function flagOf(field: string, schema: Schema, isRequired: boolean): Flag {
    const whole = present(schema)
    const items = whole.type === 'array' && whole.items ? present(whole.items) : undefined
    const isList = items !== undefined && scalarType(items) !== 'json'
    const one = isList ? items : whole
    const values = one.enum?.filter((each) => typeof each === 'string')
    return {
      name: flagName(field),
      field,
      type: scalarType(one),
      ...(isList && { isList }),
      ...(isRequired && { isRequired }),
      ...(values && values.length > 0 && { values }),
      ...(whole.description && { help: whole.description }),
      ...namesOf(field),
    }
  }

  function columnsOf(item: Schema): Column[] {
    const columns = Object.entries(item.properties ?? {}).flatMap(([name, schema]): Column[] => {
      const whole = present(schema)
      const inner = whole.properties ?? {}
      const path = 'amount' in inner ? [name, 'amount'] : 'name' in inner ? [name, 'name'] : [name]
      return path.length > 1 || scalarType(whole) !== 'json' ? [{ title: titleOf(name), path }] : []
    })
    const rank = ({ path: [name = ''] }: Column) =>
      ['id', 'number', 'reference', 'name', 'state'].indexOf(name) + 1 || 9
    return columns.toSorted((a, b) => rank(a) - rank(b)).slice(0, columnsInTable)
  }
}

function scalarType(schema: Schema): Flag['type'] {
  if (schema.const === true || schema.type === 'boolean') return 'boolean'
  if (schema.type === 'integer') return 'integer'
  if (schema.type === 'number') return 'number'
  return schema.type === 'string' ? 'text' : 'json'
}

/** `projectRoles` → `project-roles`. */
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const titleOf = (name: string) => kebab(name).replaceAll('-', ' ').toUpperCase()

/** `sshKeyIds` → `ssh-key`, `instanceId` → `server`. */
const flagName = (field: string) =>
  kebab(field.replace(/(?<=[a-z])Ids?$/, '')).replace(/^instances?$/, 'server')

/** `ssh-key` → `SSH_KEY`, as usage shows it. */
const screaming = (name: string) => name.replaceAll('-', '_').toUpperCase()

const singular = (word: string) => word.replace(/ies$/, 'y').replace(/(?<=ch|sh|ss)es$|(?<!s)s$/, '')

function nounOf(path: string): string {
  const segment = path.split('/')[2] ?? ''
  return nouns[segment] ?? singular(segment)
}

/** `listInstanceSnapshots` at `/v1/instances/…` → `list-snapshots`. */
function verbOf(operationId: string, path: string, noun: string): string {
  const [verb = '', ...rest] = kebab(operationId).split('-')
  const known = new Set(`${path.split('/')[2]}-${noun}`.split('-').map(singular))
  const others = rest.filter((word) => !known.has(singular(word)))
  return [verb, ...others].join('-')
}
