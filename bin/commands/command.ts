import type { ProcessName } from '~/lib/kernel/configuration/variables'

export type Command = {
  /** One line. */
  summary: string
  /** Whose part of the environment is checked before it runs; null for a command that needs none. */
  process: Extract<ProcessName, 'grant' | 'prepare' | 'command'> | null
  /** Returns the exit code. */
  run(args: string[]): Promise<number | undefined>
}
