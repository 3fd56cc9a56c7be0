import type { Given } from '../arguments'
import type { Call } from '../call'
import type { Flag } from '../command-table'
import type { ExitCode } from '../failure'
import type { Terminal } from '../terminal'

export type Run = Given & { terminal: Terminal; isJson: boolean; waits: boolean; call(): Call }

/** A command that is written by hand: `noun verb`, or `noun` alone where the verb is empty. */
export type Journey = {
  noun: string
  verb: string
  summary: string
  description?: string
  places: { label: string }[]
  flags: Flag[]
  /** Takes every number of places, those after `--` too. */
  takesMore?: true
  run(run: Run): Promise<ExitCode>
}
