import type { Checks, Outcome } from './check-readiness'

/** What a probe gets: a status, and JSON that names the checks. */
export type ProbeAnswer = { status: number; body: { status: string; checks?: Record<string, Outcome> } }

/** The process itself runs; its database may be away. */
export const liveAnswer: ProbeAnswer = { status: 200, body: { status: 'ok' } }

/** A process that ends takes no more work. */
export const leavingAnswer: ProbeAnswer = { status: 503, body: { status: 'leaving' } }

/** 200 when every check holds; otherwise 503. */
export function readyAnswer(checks: Record<string, Outcome>): ProbeAnswer {
  const isReady = Object.values(checks).every((outcome) => outcome === 'ok')
  return { status: isReady ? 200 : 503, body: { status: isReady ? 'ok' : 'unavailable', checks } }
}

/** Whether the role reaches a database that accepts writes, of any version. */
export const isServing = ({ pool, primary }: Checks) => pool === 'ok' && primary === 'ok'
