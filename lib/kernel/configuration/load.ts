import { StartRefusal } from '../process/start-refusal.ts'
import { type Configuration, checkConfiguration } from './check.ts'
import { fileVariableOf } from './secret-files.ts'
import type { ProcessName } from './variables.ts'

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
    delete process.env[fileVariableOf(variable)]
  }
}
