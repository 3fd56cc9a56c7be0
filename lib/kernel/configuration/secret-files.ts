import { readFileSync } from 'node:fs'
import { type VariableName, variableOf } from './variables.ts'

/** Secrets are short; another file named by mistake is not read into memory. */
const bytesMax = 65_536

export type FromFile = { value?: string; fault?: string }

/** The variable that names the file of a secret, as container platforms mount them. */
export const fileVariableOf = (name: VariableName) => `${name}_FILE`

/**
 * The value of a secret from the file that `NAME_FILE` names, without one newline at its end; null when it names none.
 * A fault names the file, never its content.
 */
export function readSecretFile(env: NodeJS.ProcessEnv, name: VariableName): FromFile | null {
  const variable = fileVariableOf(name)
  const file = env[variable]
  if (!variableOf(name).isSecret || !file) return null
  if (env[name]) return { fault: `${name} and ${variable} are both set; leave one of them` }
  try {
    const content = readFileSync(file)
    if (content.length > bytesMax) return { fault: `${variable}=${file} is longer than any secret` }
    const value = content.toString('utf8').replace(/\r?\n$/, '')
    return value ? { value } : { fault: `${variable}=${file} is empty` }
  } catch (error) {
    return { fault: `${variable}=${file} cannot be read (${(error as NodeJS.ErrnoException).code})` }
  }
}
