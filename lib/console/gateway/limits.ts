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
  /** Connections that have not brought a good ticket yet: in all, and of one caller. */
  waitingMax: number
  waitingMaxOfCaller: number
  /** Connections of one caller, with or without a ticket. */
  ofCallerMax: number
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
  waitingMax: 200,
  waitingMaxOfCaller: 10,
  ofCallerMax: 100,
  tidyMs: 30_000,
}
