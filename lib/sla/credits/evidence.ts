import { createHash } from 'node:crypto'
import type { Transition } from '../availability/transitions'
import type { MeasuredSubject } from '../measuring/read-availability'
import type { Credit } from './credit-of'

/** Format identifier; another structure gets another number. */
const format = 'andromede-service-level-evidence-1'

/** A month of a resource with an objective, its price and its credit. */
type EvidenceFacts = {
  measured: MeasuredSubject
  objectivePpm: number
  period: string
  priceCents: bigint
  leftCents: bigint | null
  credit: Credit | null
}

/**
 * All inputs of a month's credit as canonical JSON (sorted keys, no whitespace), so that the same facts give the same
 * bytes: the observations of each vantage in the window, the exclusions, the terms, the price, and the price left after
 * credit notes. Instants are milliseconds since 1970 in UTC, intervals half-open, cents integer strings. Pure.
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
      transitions: transitionsWithin(transitions, window),
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

/** The state at the start of the window, and the changes before its end. */
function transitionsWithin(
  transitions: readonly Transition[],
  window: { from: number; to: number },
): Transition[] {
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
