import { findMisspelt } from './misspelt.ts'
import { rules } from './rules.ts'
import { fileVariableOf, readSecretFile } from './secret-files.ts'
import { type ProcessName, type VariableName, variableNames, variableOf } from './variables.ts'

/** Where the value of a variable comes from. */
export type Origin = 'environment' | 'file' | 'default' | 'none'
export type Effective = { name: VariableName; value: string | undefined; origin: Origin }

export type Configuration = {
  /** The variables of the process, in the order of the schema. */
  values: Effective[]
  /** One line each, with the name and the rule that is broken, and never a part of a secret. */
  faults: string[]
  /** Variables that nothing reads, and that are certainly meant for us. */
  warnings: string[]
}

/** What a process reads of an environment, and whether it may start with it. */
export function checkConfiguration(env: NodeJS.ProcessEnv, process: ProcessName): Configuration {
  const faults: string[] = []
  const good = new Map<VariableName, string>()
  const values = variableNames
    .filter((name) => variableOf(name).use.includes(process))
    .map((name): Effective => {
      const { kind, kindIn, required, unless, fallback } = variableOf(name)
      const fromFile = readSecretFile(env, name)
      if (fromFile?.fault) faults.push(fromFile.fault)
      const value = env[name] || fromFile?.value
      if (value) {
        const fault = (kindIn?.[process] ?? kind).fault(value)
        if (fault === null) good.set(name, value)
        else faults.push(`${name}${quote(name, value)} ${fault}`)
        return { name, value, origin: env[name] ? 'environment' : 'file' }
      }
      const isReplaced = unless !== undefined && isGiven(env, unless, process)
      if (required?.includes(process) && !isReplaced && !fromFile?.fault) faults.push(missing(name, process))
      return fallback === undefined
        ? { name, value: undefined, origin: 'none' }
        : { name, value: fallback, origin: 'default' }
    })
  const read = (name: VariableName) => good.get(name) ?? variableOf(name).fallback
  for (const rule of rules) faults.push(...rule(read, process, env.NODE_ENV))
  return { values, faults, warnings: findMisspelt(env) }
}

const isGiven = (env: NodeJS.ProcessEnv, name: VariableName, process: ProcessName) =>
  variableOf(name).use.includes(process) && Boolean(env[name] || env[fileVariableOf(name)])

/** The fault of a missing key names where to get one. */
function missing(name: VariableName, process: ProcessName): string {
  const { kind, kindIn } = variableOf(name)
  const fault = (kindIn?.[process] ?? kind).fault('')
  return `${name} ${fault?.startsWith('is not set') ? fault : 'is not set'}`
}

/** `=value` where that helps and cannot be a secret: an address may hold a password, even where none belongs. */
function quote(name: VariableName, value: string): string {
  const isPlain = /^[\x20-\x7e]{1,80}$/.test(value) && !value.includes('@')
  return variableOf(name).isSecret || !isPlain ? '' : `=${value}`
}
