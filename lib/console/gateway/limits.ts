import { consoleLimits } from '../client'

/** What a console may take of us and of its server; tests make them short. */
export type Limits = {
  /** From the connection to its ticket. */
  firstMessageMs: number
  /** Without anything typed. */
  idleMs: number
  wholeMs: number
  /** How often it is asked whether the person still may and the server still runs. */
  checkMs: number
  perPerson: number
  connectionsMax: number
  /** How often consoles whose gateway died are looked for. */
  tidyMs: number
}

export const standardLimits: Limits = {
  firstMessageMs: 5_000,
  idleMs: consoleLimits.idleMinutes * 60_000,
  wholeMs: consoleLimits.wholeHours * 3_600_000,
  checkMs: 15_000,
  perPerson: consoleLimits.perPerson,
  connectionsMax: 1_000,
  tidyMs: 30_000,
}
