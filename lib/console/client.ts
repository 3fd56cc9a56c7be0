/** Why a console ended, with the close code of its WebSocket. Invalid, expired and used tickets have the same code. */
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

/** Returns the reason for a close code; `lost` when the connection broke without one. Pure. */
export function consoleEndOf(code: number): ConsoleEnd | 'lost' {
  const found = Object.entries(consoleEndCodes).find(([, each]) => each === code)
  return found ? (found[0] as ConsoleEnd) : 'lost'
}

/** The maximum of one frame to the gateway; larger frames are refused. */
export const consoleFrameMaxBytes = 32 * 1024

export const consoleLimits = { idleMinutes: 15, wholeHours: 4, perPerson: 5 } as const
