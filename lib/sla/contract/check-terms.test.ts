import fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditOf } from '../credits/credit-of'
import { checkTerms } from './check-terms'
import { parsePpm } from './parse-ppm'
import type { CreditStep } from './terms'

const step = (belowPpm: CreditStep['belowPpm'], reductionBasisPoints: number): CreditStep => ({
  belowPpm,
  reductionBasisPoints,
})
const first = step('objective', 1_000)
const bundles = [
  { id: 'a', availabilityPpm: 999_900 },
  { id: 'b', availabilityPpm: 995_000 },
]
const check = (
  creditSteps: CreditStep[],
  creditCapBasisPoints = 5_000,
  promised = bundles,
  zones = bundles,
) => checkTerms({ creditSteps, creditCapBasisPoints }, promised, zones)

test.each([
  ['the terms that ship with the product', [first, step(990_000, 2_500), step(950_000, 5_000)], null],
  ['one step is enough', [first], null],
  ['no credit steps', [], ['steps.0.below', 'steps_sorted']],
  ['the first step is at the objective', [step(990_000, 1_000)], ['steps.0.below', 'steps_sorted']],
  ['only one step is at the objective', [first, step('objective', 2_500)], ['steps.1.below', 'steps_sorted']],
  [
    'the largest credit comes last',
    [first, step(950_000, 2_500), step(990_000, 5_000)],
    ['steps.2.below', 'steps_sorted'],
  ],
  [
    'two steps at one threshold',
    [first, step(990_000, 2_500), step(990_000, 5_000)],
    ['steps.2.below', 'steps_sorted'],
  ],
  [
    'a smaller credit for a larger breach',
    [first, step(990_000, 1_000)],
    ['steps.1.reduction', 'steps_sorted'],
  ],
  ['a step above an objective', [first, step(995_000, 2_500)], ['steps.1.below', 'step_above_objective']],
] as const)('%s', (_, steps, wanted) => {
  const found = check([...steps])
  expect(found && [found.field, found.reason]).toEqual(wanted)
})

test('a cap below the first step is rejected, because that step could never be paid', () => {
  expect(check([first], 999)).toEqual({ field: 'cap', reason: 'cap_below_step' })
  expect(check([first], 1_000)).toBeNull()
})

test('an objective is between 90 % and 100 %', () => {
  const low = [{ id: 'a', availabilityPpm: 899_999 }]
  expect(check([first], 5_000, low)).toEqual({ field: 'bundles.0.availability', reason: 'objective_range' })
  expect(check([first], 5_000, bundles, [...bundles, ...low])).toEqual({
    field: 'zones.2.availability',
    reason: 'objective_range',
  })
})

test('under valid terms a lower availability never gives a smaller credit, and a kept objective gives none', () => {
  const ppm = fc.integer({ min: 900_000, max: 1_000_000 })
  const steps = fc
    .array(fc.tuple(ppm, fc.integer({ min: 1, max: 10_000 })), { maxLength: 4 })
    .map((list) => [first, ...list.map(([below, reduction]) => step(below, reduction))])
  fc.assert(
    fc.property(steps, ppm, fc.integer({ min: 0, max: 1_000_000 }), (creditSteps, objectivePpm, seenPpm) => {
      const terms = { creditSteps, creditCapBasisPoints: 5_000 }
      fc.pre(checkTerms(terms, [{ id: 'a', availabilityPpm: objectivePpm }], []) === null)
      const back = (availabilityPpm: number) =>
        creditOf(availabilityPpm, { objectivePpm, priceCents: 10_000n, leftCents: null }, terms)?.cents ?? 0n
      expect(back(objectivePpm)).toBe(0n)
      expect(back(Math.max(0, seenPpm - 1)) >= back(seenPpm)).toBe(true)
    }),
    { numRuns: 5_000 },
  )
})

test.each([
  ['99,95', 999_500],
  ['99.9', 999_000],
  ['100', 1_000_000],
  ['0', 0],
  ['99,9999', 999_999],
  ['100,0001', null],
  ['99,99999', null],
  ['-1', null],
  ['99,', null],
  ['', null],
  ['1e2', null],
])('%s percent is %s', (text, ppm) => {
  expect(parsePpm(text)).toBe(ppm)
})
