import { StartRefusal } from '../process/start-refusal.ts'
import { type Configuration, checkConfiguration } from './check.ts'
import { fileVariableOf, readSecretFile } from './secret-files.ts'
import { type ProcessName, type VariableName, variableOf } from './variables.ts'

/** What a process would read of our own environment, but for the variables given `instead`. */
export function inspectConfiguration(name: ProcessName, instead: Record<string, string> = {}): Configuration {
  return checkConfiguration({ ...process.env, ...instead }, name)
}

/**
 * Checks this process's part of the environment, before anything else happens, and puts secrets from files where
 * `readVariable` and the framework read them. Warnings go to stderr.
 *
 * @throws StartRefusal with one line per fault
 */
export function loadConfiguration(name: ProcessName): void {
  const { values, faults, warnings } = inspectConfiguration(name)
  for (const warning of warnings) console.error(`warning: ${warning}`)
  if (faults.length > 0) throw new StartRefusal(faults.join('\n'))
  for (const { name: variable, value, origin } of values) {
    if (origin !== 'file' || value === undefined) continue
    process.env[variable] = value
    files.set(variable, process.env[fileVariableOf(variable)] ?? '')
    delete process.env[fileVariableOf(variable)]
  }
}

/** The files that secrets came from. */
const files = new Map<VariableName, string>()
const keyVariables: VariableName[] = [
  'KEYRING',
  'ENCRYPTION_KEY',
  'ENCRYPTION_KEY_NEXT',
  'ENCRYPTION_KEY_PREVIOUS',
]

/**
 * Reads the files of keys again, so that a rotation needs no restart. A file that is missing or has a fault changes
 * nothing. Returns whether a key has changed.
 */
export function rereadKeys(): boolean {
  let hasChanged = false
  for (const name of keyVariables) {
    const file = files.get(name)
    if (!file) continue
    const { value } = readSecretFile({ [fileVariableOf(name)]: file } as NodeJS.ProcessEnv, name) ?? {}
    if (!value || value === process.env[name] || variableOf(name).kind.fault(value) !== null) continue
    process.env[name] = value
    hasChanged = true
  }
  return hasChanged
}
