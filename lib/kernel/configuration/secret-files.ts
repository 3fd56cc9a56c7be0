import { closeSync, openSync, readSync } from 'node:fs'
import { type VariableName, variableOf } from './variables.ts'

/** Secrets are short; another file named by mistake is not read into memory. */
const bytesMax = 65_536

export type FromFile = { value?: string; fault?: string }

/** The variable that names the file of a secret, as container platforms mount them. */
export const fileVariableOf = (name: VariableName) => `${name}_FILE`

/**
 * The value of a secret from the file that `NAME_FILE` names, without one newline at its end; null when it names none.
 * A fault quotes neither: the secret itself may be there in place of the name.
 */
export function readSecretFile(env: NodeJS.ProcessEnv, name: VariableName): FromFile | null {
  const variable = fileVariableOf(name)
  const file = env[variable]
  if (!variableOf(name).isSecret || !file) return null
  if (env[name]) return { fault: `${name} and ${variable} are both set; leave one of them` }
  try {
    const content = readStart(file, bytesMax + 1)
    if (content.length > bytesMax) return { fault: `${variable} names a file longer than any secret` }
    const value = content.toString('utf8').replace(/\r?\n$/, '')
    return value ? { value } : { fault: `${variable} names an empty file` }
  } catch (error) {
    return {
      fault: `${variable} names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`,
    }
  }
}

/** At most `length` bytes: a device has no end. */
function readStart(file: string, length: number): Buffer {
  const descriptor = openSync(file, 'r')
  try {
    const content = Buffer.alloc(length)
    let filled = 0
    while (filled < length) {
      const read = readSync(descriptor, content, filled, length - filled, null)
      if (read === 0) break
      filled += read
    }
    return content.subarray(0, filled)
  } finally {
    closeSync(descriptor)
  }
}
