import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine } from '~/lib/kernel/text/csv'
import { computeAvailability } from '../availability/compute-availability'
import { combineVantages, type Transition } from '../availability/transitions'
import type { Exclusion } from '../contract/exclusions'
import { creditOf } from '../credits/credit-of'
import type { ResourceMonth } from '../evidence/resource-month'
import { definitionRows, evidenceColumns, evidenceRows } from './evidence-rows'
import { recompute } from './testing/recompute'

const start = Date.parse('2026-10-31T23:00:00Z')
const length = 720 * 3_600_000
const window = { from: start, to: start + length }
const at = fc.integer({ min: -5_000, max: length + 5_000 }).map((ms) => start + ms)
const terms = {
  creditSteps: [{ belowPpm: 'objective', reductionBasisPoints: 1_000 }],
  creditCapBasisPoints: 5_000,
  maintenance: { noticeHours: 120, allowanceMinutesPerMonth: 240 },
} as const
const transitions = fc
  .array(fc.record({ at, state: fc.constantFrom('up', 'down', 'unknown') }), { maxLength: 8 })
  .map((list) => [...list].sort((a, b) => a.at - b.at) as Transition[])
const exclusions = fc.array(
  fc
    .tuple(at, at, fc.constantFrom('maintenance', 'own_stop', 'force_majeure'))
    .map(([a, b, rule]) => ({ from: Math.min(a, b), to: Math.max(a, b), rule }) as Exclusion),
  { maxLength: 3 },
)

function monthOf(index: number, seen: readonly Transition[][], left: Exclusion[]): ResourceMonth {
  const together = combineVantages(seen)
  return {
    subject: {
      kind: 'instance',
      id: `ins_${index}`,
      name: '=cmd;"x"',
      organisationId: 'org_1',
      projectId: 'prj_1',
      zoneId: 'zon_1',
      bundleId: 'bun_1',
      life: { deliveredAt: 0, endedAt: null, ownStops: [] },
    },
    project: { id: 'prj_1', name: '@projet' },
    zone: { id: 'zon_1', code: 'PAR1', name: 'Paris' },
    bundle: 'Essentiel',
    contract: { id: 'slc_1', version: 1, validFrom: new Date(0), terms },
    objectivePpm: 999_500,
    window,
    isComplete: true,
    sight: {
      transitions: together,
      vantages: seen.map((list, vantage) => ({
        vantageId: `vtg_${vantage}`,
        kind: vantage === 0 ? 'control' : 'agent',
        name: 'PAR1',
        transitions: list,
      })),
      knownUntil: window.to,
    },
    exclusions: left,
    availability: computeAvailability(together, window, left),
  }
}

const toFile = (months: readonly ResourceMonth[]) =>
  `\ufeff${[[...evidenceColumns], ...definitionRows(['Disponibilité']), ...months.flatMap((month) => evidenceRows(month))].map(csvLine).join('')}`

test('the exported file alone reproduces the availability, for any observations and exclusions', () => {
  const month = fc.tuple(fc.array(transitions, { minLength: 1, maxLength: 3 }), exclusions)
  fc.assert(
    fc.property(fc.array(month, { minLength: 1, maxLength: 3 }), (drawn) => {
      const months = drawn.map(([seen, left], index) => monthOf(index, seen, left))
      const found = recompute(toFile(months))
      expect(found.map(({ resource, ppm, stated, sums }) => ({ resource, ppm, stated, sums }))).toEqual(
        months.map(({ subject, availability }) => ({
          resource: subject.id,
          ppm: availability.availabilityPpm,
          stated: availability.availabilityPpm,
          sums: {
            up: availability.upMs,
            down: availability.downMs,
            unknown: availability.unknownMs,
            excluded: availability.excludedMs,
          },
        })),
      )
    }),
    { numRuns: 1_000 },
  )
})

test('the exported file alone reproduces the credit', () => {
  const steps = [
    { belowPpm: 'objective', reductionBasisPoints: 1_000 },
    { belowPpm: 990_000, reductionBasisPoints: 2_500 },
    { belowPpm: 950_000, reductionBasisPoints: 6_000 },
  ] as const
  fc.assert(
    fc.property(transitions, fc.bigInt(0n, 9_999_999n), (seen, priceCents) => {
      const month = monthOf(1, [seen], [])
      month.contract = { ...month.contract, terms: { ...terms, creditSteps: [...steps] } }
      const { availabilityPpm } = month.availability
      const promise = { objectivePpm: 999_500, priceCents, leftCents: null }
      const creditCents = creditOf(availabilityPpm, promise, month.contract.terms)?.cents ?? 0n
      const rows = evidenceRows(month, { priceCents, creditCents })
      const value = (measure: string) => rows.find((row) => row.includes(measure))?.at(-1) ?? ''
      expect(value('price_cents')).toBe(String(priceCents))
      // Recomputed with plain numbers, as a reader of the file would.
      const below = [1, 2, 3].filter((step) => {
        const limit = value(`credit_step_${step}_below_ppm`)
        return (
          Number(value('availability_ppm')) < Number(limit === 'objective' ? value('objective_ppm') : limit)
        )
      })
      const last = below.at(-1)
      const reduction = last ? Number(value(`credit_step_${last}_basis_points`)) : 0
      const capped = Math.min(reduction, Number(value('credit_cap_basis_points')))
      const due = Math.round((Number(value('price_cents')) * capped) / 10_000)
      expect(Number(value('credit_cents'))).toBe(value('availability_ppm') === 'unknown' ? 0 : due)
    }),
  )
})

test('names cannot run as formulas in a spreadsheet', () => {
  const text = toFile([monthOf(1, [[]], [])])
  expect(text).toContain('"\'=cmd;""x"""')
  expect(text).toContain("'@projet")
})
