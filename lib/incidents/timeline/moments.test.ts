import fc from 'fast-check'
import { expect, test } from 'vitest'
import { momentsOf, unavailableSteps } from './moments'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 12, 13, minute)).toISOString()
const incident = { startedAt: at(7), detectedAt: at(8), repairedAt: at(44), resolvedAt: at(50) }

test('an incident starts, is detected, opened, published, repaired and resolved', () => {
  const found = momentsOf({ ...incident, openedAt: at(10) }, [{ at: at(10) }, { at: at(20) }, { at: at(50) }])
  expect(found.map(({ kind }) => kind)).toEqual([
    'started',
    'detected',
    'opened',
    'published',
    'repaired',
    'resolved',
  ])
  expect(found.map((each) => each.at)).toEqual([7, 8, 10, 20, 44, 50].map((each) => Date.parse(at(each))))
})

test('what has not happened has no moment, and equal instants keep the usual order', () => {
  const live = { startedAt: at(7), detectedAt: at(7), openedAt: null, repairedAt: null, resolvedAt: null }
  expect(momentsOf(live, []).map(({ kind }) => kind)).toEqual(['started', 'detected'])
})

test('at every minute the steps count the resources that are unavailable then', () => {
  const outage = fc.tuple(fc.nat(50), fc.option(fc.integer({ min: 1, max: 20 })))
  fc.assert(
    fc.property(fc.array(outage, { maxLength: 8 }), (outages) => {
      const touched = outages.map(([from, length]) => ({
        fromAt: at(from),
        toAt: length === null ? null : at(from + length),
      }))
      const steps = unavailableSteps(touched)
      for (let minute = 0; minute < 75; minute++) {
        const now = Date.parse(at(minute))
        const expected = outages.filter(
          ([from, length]) => from <= minute && (length === null || minute < from + length),
        ).length
        expect(steps.findLast((step) => step.at <= now)?.count ?? 0).toBe(expected)
      }
    }),
  )
})
