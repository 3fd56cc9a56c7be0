import { type VariableName, variableOf, type variables } from './variables.ts'

/** Those that always have a value. */
type WithFallback = {
  [N in VariableName]: (typeof variables)[N] extends { fallback: string } ? N : never
}[VariableName]

/** The text of a variable, or its fallback; the empty text counts as not set. Nothing else reads the environment. */
export function readVariable(name: WithFallback): string
export function readVariable(name: VariableName): string | undefined
export function readVariable(name: VariableName): string | undefined {
  return process.env[name] || variableOf(name).fallback
}

/**
 * Like `readVariable`, with the fallback in place of a text with a fault: for values that are used while the modules of
 * a process load, before it reports the fault.
 */
export function readVariableSafely(name: WithFallback): string {
  const value = readVariable(name)
  const { kind, fallback = '' } = variableOf(name)
  return kind.fault(value) === null ? value : fallback
}

/** The text of a variable without its fallback. */
export const readSet = (name: VariableName): string | undefined => process.env[name] || undefined

/** Whether a flag is raised. */
export const isRaised = (name: VariableName): boolean => readVariable(name) === '1'

/** Sets a variable for this process alone. */
export function setVariable(name: VariableName, value: string): void {
  process.env[name] = value
}
