import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Command, Flag } from './command-table'
import { usageFailure } from './failure'

/** Flags of every command. */
export const commonFlags = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  table: { type: 'boolean' },
  profile: { type: 'string' },
  api: { type: 'string' },
  wait: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  input: { type: 'string' },
  output: { type: 'string', short: 'o' },
  max: { type: 'string' },
} as const

export type Common = {
  help?: boolean
  json?: boolean
  table?: boolean
  profile?: string
  api?: string
  wait?: boolean
  yes?: boolean
  input?: string
  output?: string
  max?: string
}
export type Given = {
  common: Common
  /** By the name of the flag. */
  values: Record<string, string | boolean | string[]>
  places: string[]
}
type Option = { type: 'string' | 'boolean'; multiple?: boolean; short?: string }

/** What was given to a command with these flags of its own. */
export function parse(
  args: readonly string[],
  own: readonly Pick<Flag, 'name' | 'type' | 'isList'>[],
): Given {
  const options: Record<string, Option> = { ...commonFlags }
  for (const { name, type, isList } of own)
    options[name] = { type: type === 'boolean' ? 'boolean' : 'string', ...(isList && { multiple: true }) }
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      allowNegative: true,
      tokens: true,
    })
    const once = new Set<string>()
    for (const token of tokens) {
      if (token.kind !== 'option' || options[token.name]?.multiple) continue
      if (once.has(token.name)) throw usageFailure(`--${token.name} is given twice.`)
      once.add(token.name)
    }
    const common = Object.fromEntries(Object.entries(values).filter(([name]) => name in commonFlags))
    const rest = Object.entries(values).filter(([name]) => !(name in commonFlags))
    return { common, values: Object.fromEntries(rest) as Given['values'], places: positionals }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw usageFailure(error.message.replace(/\. To specify a positional argument.*$/s, '.'))
  }
}

/** The text of a value: `@file` is the content of a file, `@-` of standard input, `@@x` is `@x`. */
export function textOf(given: string): string {
  if (given.startsWith('@@')) return given.slice(1)
  return given.startsWith('@') ? contentOf(given.slice(1)).toString('utf8') : given
}

/** The content of a file, or of standard input for `-`. */
export function contentOf(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file)
  } catch (error) {
    throw usageFailure(
      `${file === '-' ? 'Standard input' : file} cannot be read: ${(error as Error).message}`,
    )
  }
}

/** The value of a flag as the API takes it. */
export function apiValue(flag: Flag, given: string | boolean | string[]): unknown {
  if (Array.isArray(given)) return given.map((each) => apiValue(flag, each))
  if (typeof given === 'boolean') return given
  const text = textOf(given)
  const { name, type, values } = flag
  if (type === 'json') return jsonOf(text, `--${name}`)
  if (type === 'integer' || type === 'number') {
    const isNumber = type === 'integer' ? /^-?\d+$/.test(text) : /^-?\d+(\.\d+)?$/.test(text)
    if (!isNumber) throw usageFailure(`--${name} takes a number, not “${text}”.`)
    return Number(text)
  }
  if (values && !values.includes(text)) throw usageFailure(`--${name} takes one of: ${values.join(', ')}.`)
  return text
}

export function jsonOf(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw usageFailure(`${what} takes JSON: ${(error as Error).message}`)
  }
}

/** The fields of the body: those of `--input`, then those of flags. */
export function bodyOf(command: Command, { common, values }: Given): Record<string, unknown> {
  const whole = common.input === undefined ? {} : jsonOf(contentOf(common.input).toString('utf8'), '--input')
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole))
    throw usageFailure('--input takes a JSON object.')
  const body: Record<string, unknown> = { ...whole }
  for (const flag of command.body) {
    const given = values[flag.name]
    if (given !== undefined) body[flag.field] = apiValue(flag, given)
    else if (flag.isRequired && !(flag.field in body)) throw usageFailure(`--${flag.name} is required.`)
  }
  return body
}

export function queryOf(command: Command, { values }: Given): Record<string, string> {
  const query: Record<string, string> = {}
  for (const flag of command.query) {
    const given = values[flag.name]
    if (given === undefined && flag.isRequired) throw usageFailure(`--${flag.name} is required.`)
    if (given !== undefined) query[flag.field] = String(apiValue(flag, given))
  }
  return query
}
