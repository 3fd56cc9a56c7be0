import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { type DunningStep, type LateDocument, nextDunningStep } from './dunning-step'
import type { DebtorKind } from './payment-terms'

const late = (over: Partial<LateDocument>): LateDocument => ({
  kind: 'company',
  dueOn: '2026-10-01',
  openCents: 100n,
  isAwaited: false,
  isHeld: false,
  done: [],
  ...over,
})
const after = (days: number, over: Partial<LateDocument> = {}) =>
  nextDunningStep(late(over), addDays('2026-10-01', days))
const done = (...steps: [DunningStep, number][]) =>
  steps.map(([step, days]) => ({ step, on: addDays('2026-10-01', days) }))

test.each([
  [4, {}, null],
  [5, {}, 'reminder'],
  [9, { kind: 'public_body' }, null],
  [10, { kind: 'public_body' }, 'reminder'],
  [400, { openCents: 0n }, null],
  [400, { isAwaited: true }, null],
  [400, { isHeld: true }, null],
  [14, { done: done(['reminder', 5]) }, null],
  [15, { done: done(['reminder', 5]) }, 'second_reminder'],
  // The first reminder was late: the next step waits for the pause.
  [47, { done: done(['reminder', 40]) }, null],
  [48, { done: done(['reminder', 40]) }, 'second_reminder'],
] as [number, Partial<LateDocument>, DunningStep | null][])(
  'after %i days with %o: %s',
  (days, over, step) => {
    expect(after(days, over)?.step ?? null).toBe(step)
  },
)

/** Takes every step on the day it is due. */
function walk(kind: DebtorKind, until: number) {
  const steps: { step: DunningStep; on: string }[] = []
  for (let days = 0; days <= until; days += 1) {
    const next = after(days, { kind, done: steps })
    if (next) steps.push({ step: next.step, on: addDays('2026-10-01', days) })
  }
  return steps
}

test('a company has five steps, the last two decided by staff; a public body is never suspended', () => {
  expect(walk('company', 400)).toEqual(
    done(
      ['reminder', 5],
      ['second_reminder', 15],
      ['formal_notice', 30],
      ['suspension', 45],
      ['doubtful', 90],
    ),
  )
  for (const kind of ['public_body', 'public_hospital', 'public_company'] as const)
    expect(walk(kind, 400)).toEqual(
      done(['reminder', 10], ['second_reminder', 30], ['formal_notice', 60], ['doubtful', 180]),
    )
})

test('no step repeats, the clock never suspends or gives up, and two steps are at least eight days apart', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 20 }),
      fc.boolean(),
      (pauses, isPublic) => {
        const steps: { step: DunningStep; on: string }[] = []
        let days = 0
        for (const pause of pauses) {
          days += pause
          const next = after(days, { kind: isPublic ? 'public_body' : 'company', done: steps })
          if (!next) continue
          expect(next.decides).toBe(['suspension', 'doubtful'].includes(next.step) ? 'person' : 'clock')
          expect(isPublic && next.step === 'suspension').toBe(false)
          steps.push({ step: next.step, on: addDays('2026-10-01', days) })
        }
        expect(new Set(steps.map(({ step }) => step)).size).toBe(steps.length)
        for (const [index, { on }] of steps.entries())
          if (index > 0) expect(on >= addDays(steps[index - 1]?.on ?? '', 8)).toBe(true)
      },
    ),
  )
})
