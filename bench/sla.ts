import { readFileSync } from 'node:fs'
import { computeAvailability, type Span } from '~/lib/sla/availability/compute-availability'
import { errorBudget } from '~/lib/sla/availability/error-budget'
import type { Transition } from '~/lib/sla/availability/transitions'
import { exclusionsOf } from '~/lib/sla/contract/exclusions'
import { creditOf } from '~/lib/sla/credits/credit-of'
import { option } from './support/option'
import { hashed } from './support/trace'

const resources = 10_000
const events = 1_000_000
const rounds = 5
const day = 86_400_000
const month: Span = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) }
const terms = {
  maintenance: { noticeHours: 72, allowanceMinutesPerMonth: 240 },
  creditSteps: [
    { belowPpm: 'objective', reductionBasisPoints: 1_000 },
    { belowPpm: 990_000, reductionBasisPoints: 2_500 },
    { belowPpm: 950_000, reductionBasisPoints: 5_000 },
  ],
  creditCapBasisPoints: 5_000,
} as const

type Outage = { intervalMs: number; durationMs: number }

/**
 * A month of 10,000 resources with 1,000,000 transitions, from rows to availability, budget and credit. The outages
 * are generated, or those of `--outages FILE`: one stretch per resource, compressed to fit into the month. Compared
 * with merely iterating over the same transitions: the minimum cost of reading them.
 */
export async function run(args: string[]): Promise<Record<string, number | string>> {
  const file = option(args, '--outages')
  const outages = file ? readOutages(file) : makeOutages()
  const world = Array.from({ length: resources }, (_, index) => transitionsOf(outages, index))
  const exclusions = exclusionsOf(
    {
      maintenance: [
        {
          from: month.from + 4 * day,
          to: month.from + 4 * day + 7_200_000,
          announcedAt: month.from - 9 * day,
        },
        { from: month.from + 18 * day, to: month.from + 18 * day + 10_800_000, announcedAt: month.from },
      ],
      ownStops: [{ from: month.from + 7 * day, to: month.from + 8 * day }],
      forceMajeure: [],
    },
    terms,
    month,
  )
  let breaches = 0
  const judge = () => {
    breaches = 0
    for (const transitions of world) {
      const seen = computeAvailability(transitions, month, exclusions)
      const credit = creditOf(
        seen.availabilityPpm,
        { objectivePpm: 999_000, priceCents: 14_405n, leftCents: null },
        terms,
      )
      if (errorBudget(seen, 999_000).leftMs < 0 && credit) breaches += 1
    }
  }
  const goThrough = () => {
    let sum = 0
    for (const transitions of world) for (const { at } of transitions) sum += at
    return sum
  }
  const seconds = best(judge)
  const bareSeconds = best(goThrough)
  return {
    outages: file ? 'file' : 'made',
    seconds,
    goalSeconds: 2,
    bareSeconds,
    ratioToBare: Number((seconds / bareSeconds).toFixed(1)),
    resources,
    events: world.reduce((sum, transitions) => sum + transitions.length, 0),
    breaches,
  }
}

function best(work: () => unknown): number {
  const taken: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    work()
    taken.push(performance.now() - startedAt)
  }
  return Number(((taken.sort((a, b) => a - b)[Math.floor(rounds / 2)] as number) / 1_000).toFixed(4))
}

/** Outages of tens of minutes, hours to some days apart: about the quartiles of a real cluster's. Deterministic. */
function makeOutages(): Outage[] {
  const minutes = (number: number, usual: number) => usual * 60_000 * Math.exp(4 * hashed(number) ** 3)
  return Array.from({ length: 3_000 }, (_, index) => ({
    intervalMs: minutes(2 * index + 1, 20),
    durationMs: minutes(2 * index + 2, 20),
  }))
}

/** Columns `failure_interval` since the previous failure and `failure_duration`, both in milliseconds. */
function readOutages(file: string): Outage[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [interval = '', duration = ''] = line.split(',')
      return { intervalMs: Number(interval), durationMs: Number(duration) }
    })
}

/** A hundred transitions: fifty consecutive outages, from a position in the file that depends on the resource. */
function transitionsOf(outages: readonly Outage[], index: number): Transition[] {
  const count = events / resources / 2
  const own = Array.from(
    { length: count },
    (_, step) => outages[(index * 7 + step) % outages.length] as Outage,
  )
  const whole = own.reduce((sum, each) => sum + each.intervalMs + each.durationMs, 0)
  const scale = (month.to - month.from - 60_000) / whole
  const transitions: Transition[] = []
  let at = month.from
  for (const { intervalMs, durationMs } of own) {
    transitions.push({ at: Math.floor(at), state: 'up' })
    at += intervalMs * scale
    // Most of an outage of hours in the file is left out: a platform is not down for a third of a month.
    transitions.push({ at: Math.floor(at + durationMs * scale * 0.98), state: 'down' })
    at += durationMs * scale
  }
  return transitions
}
