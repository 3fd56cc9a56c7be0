/**
 * Why a console ended, and the code with which its WebSocket closes. A ticket that is wrong, over or used is one
 * and the same to whoever brings it.
 */
export const consoleEndCodes = {
  exited: 4000,
  bad_message: 4400,
  ticket_refused: 4401,
  access_ended: 4403,
  idle: 4408,
  server_stopped: 4409,
  too_long: 4410,
  too_many: 4429,
  leaving: 4500,
  unreachable: 4503,
} as const

export type ConsoleEnd = keyof typeof consoleEndCodes

/** What a closing code says; `lost` when the connection broke without a word. Pure. */
export function consoleEndOf(code: number): ConsoleEnd | 'lost' {
  const found = Object.entries(consoleEndCodes).find(([, each]) => each === code)
  return found ? (found[0] as ConsoleEnd) : 'lost'
}

/** In one frame to the gateway; more is refused. */
export const consoleFrameMaxBytes = 32 * 1024

export const consoleLimits = { idleMinutes: 15, wholeHours: 4, perPerson: 5 } as const
