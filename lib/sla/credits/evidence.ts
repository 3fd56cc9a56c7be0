import { createHash } from 'node:crypto'
import type { Transition } from '../availability/transitions'
import type { MeasuredSubject } from '../measuring/read-availability'
import type { Credit } from './credit-of'

/** How the text is to be read; another shape has another number. */
const format = 'andromede-service-level-evidence-1'

/** A month of a resource that something is promised of, with what it costs and what that gives back. */
type EvidenceFacts = {
  measured: MeasuredSubject
  objectivePpm: number
  period: string
  priceCents: bigint
  leftCents: bigint | null
  credit: Credit | null
}

/**
 * All that a month's credit follows from, as canonical JSON (names in order, nothing between them), so that the same
 * facts give the same bytes: what each vantage saw within the window, what was left out, the terms, the price, what
 * credit notes left of it. Instants are milliseconds since 1970 in UTC, spans half-open, cents strings of integers. Pure.
 */
export function evidenceOf(facts: EvidenceFacts): { text: string; sha256: string } {
  const { measured, objectivePpm, period, priceCents, leftCents, credit } = facts
  const { subject, window, sight, exclusions, availability, contract } = measured
  const text = canonical({
    format,
    period,
    resource: { id: subject.id, kind: subject.kind, bundleId: subject.bundleId },
    window,
    contract: { version: contract.version, terms: contract.terms, objectivePpm },
    vantages: sight.vantages.map(({ vantageId, kind, transitions }) => ({
      id: vantageId,
      kind,
      transitions: within(transitions, window),
    })),
    exclusions: exclusions.map(({ from, to, rule }) => ({ from, to, rule })),
    availability,
    price: {
      netCents: priceCents.toString(),
      ...(leftCents !== null && { leftNetCents: leftCents.toString() }),
    },
    credit: credit && {
      belowPpm: credit.step.belowPpm,
      reductionBasisPoints: credit.reductionBasisPoints,
      netCents: credit.cents.toString(),
    },
  })
  return { text, sha256: createHash('sha256').update(text).digest('hex') }
}

/** The state in force as the window begins, and what changes before it ends. */
function within(transitions: readonly Transition[], window: { from: number; to: number }): Transition[] {
  const first = Math.max(
    0,
    transitions.findLastIndex(({ at }) => at <= window.from),
  )
  return transitions
    .slice(first)
    .filter(({ at }) => at < window.to)
    .map(({ at, state }) => ({ at: Math.max(at, window.from), state }))
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`
}
