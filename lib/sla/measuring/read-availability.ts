import type { Tx } from '~/db/client'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { type Availability, computeAvailability, type Span } from '../availability/compute-availability'
import { type Exclusion, exclusionsOf } from '../contract/exclusions'
import { type Contract, contractOf, readObjectives } from '../contract/read-contract'
import type { Subject } from './list-subjects'
import { readExclusionFacts } from './read-exclusions'
import { readTransitions, type Sight } from './read-transitions'
import { longestGapMs } from './rounds'

/** The availability of a subject with all of its inputs. */
export type MeasuredSubject = {
  subject: Subject
  /** The part of the window in which it existed; the availability covers only this part. */
  window: Span
  /** False while its window is still open. */
  isComplete: boolean
  availability: Availability
  /** Exclusions within the window, by the contract of each month. */
  exclusions: Exclusion[]
  sight: Sight
  /** By the contract of the window's last month; null without an objective. */
  objectivePpm: number | null
  contract: Contract
}

/**
 * The availability of each subject over half-open `window` (milliseconds, UTC), as known at `now`: it ends at `now`, or
 * while probing continues at the newest round. Excludes subjects that did not exist in the window.
 */
export async function readAvailability(
  tx: Tx,
  { subjects, window, now }: { subjects: readonly Subject[]; window: Span; now: Date },
): Promise<MeasuredSubject[]> {
  const reach = { from: window.from, to: Math.min(window.to, now.getTime()) }
  if (reach.from >= reach.to || subjects.length === 0) return []
  const months = monthsOf(reach)
  const contracts: Contract[] = []
  for (const { from } of months) contracts.push(await contractOf(tx, new Date(from)))
  const contract = contracts.at(-1) as Contract
  const objectives = await readObjectives(tx, contract.id)
  const sights = await readTransitions(tx, subjects, reach)
  // Whole months, because maintenance before the window may have used up their allowance.
  const whole = { from: months[0]?.from ?? reach.from, to: months.at(-1)?.to ?? reach.to }
  const factsOf = await readExclusionFacts(tx, subjects, whole)
  return subjects.flatMap((subject) => {
    const sight = sights.get(subject.id) as Sight
    const { deliveredAt, endedAt } = subject.life
    const isWatched = sight.knownUntil !== null && reach.to - sight.knownUntil <= longestGapMs
    const until = isWatched ? Math.min(reach.to, sight.knownUntil as number) : reach.to
    const life = { from: deliveredAt ?? until, to: endedAt ?? Number.POSITIVE_INFINITY }
    const own = clip(life, { from: reach.from, to: until })
    if (own.from >= own.to) return []
    const facts = factsOf(subject)
    const exclusions = months
      .flatMap((month, index) => exclusionsOf(facts, (contracts[index] as Contract).terms, clip(life, month)))
      .map((exclusion) => ({ ...exclusion, ...clip(exclusion, own) }))
      .filter(({ from, to }) => from < to)
    const availability = computeAvailability(sight.transitions, own, exclusions)
    return [
      {
        subject,
        window: own,
        isComplete: window.to <= now.getTime() || (endedAt !== null && endedAt <= until),
        availability,
        exclusions,
        sight,
        objectivePpm: objectives.get(subject.bundleId ?? subject.id) ?? null,
        contract,
      },
    ]
  })
}

/** The whole Paris months that overlap `span`. */
function monthsOf(span: Span): Span[] {
  const months: Span[] = []
  for (let at = span.from; at < span.to; ) {
    const { from, to } = parisMonth(new Date(at))
    months.push({ from: from.getTime(), to: to.getTime() })
    at = to.getTime()
  }
  return months
}

const clip = (span: Span, bounds: Span): Span => ({
  from: Math.max(span.from, bounds.from),
  to: Math.min(span.to, bounds.to),
})
