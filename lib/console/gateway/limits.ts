import { consoleLimits } from '../client'

/** Limits of a console for us and its server; tests shorten them. */
export type Limits = {
  /** From the connection to its ticket. */
  firstMessageMs: number
  /** Without input. */
  idleMs: number
  wholeMs: number
  /** Interval of the checks that the person still has the right and the server still runs. */
  checkMs: number
  perPerson: number
  connectionsMax: number
  /** Connections without a valid ticket so far: in total, and per caller. */
  waitingMax: number
  waitingMaxOfCaller: number
  /** Connections of one caller, with or without a ticket. */
  ofCallerMax: number
  /** Interval of the search for consoles of dead gateways. */
  cleanupMs: number
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
  cleanupMs: 30_000,
}
