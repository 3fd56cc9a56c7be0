import { expect, test } from 'vitest'
import { incidentStates } from '~/db/schema/incidents'
import { incidentCan, isLiveIncident, maintenanceStateAt, nextToPublish } from './states'

test('each state allows exactly these transitions', () => {
  const table = incidentStates.map((from) => [
    from,
    incidentStates.filter((to) => incidentCan.become(from, to)).join(' '),
    isLiveIncident(from),
    incidentCan.beExplained(from),
  ])
  expect(table).toEqual([
    ['proposed', 'investigating identified monitoring dismissed', true, false],
    ['investigating', 'investigating identified monitoring resolved', true, true],
    ['identified', 'investigating identified monitoring resolved', true, true],
    ['monitoring', 'investigating identified monitoring resolved', true, true],
    ['resolved', '', false, true],
    ['dismissed', '', false, false],
  ])
})

test.each([
  ['proposed', false, 'investigating'],
  ['proposed', true, 'monitoring'],
  ['identified', false, 'identified'],
  ['identified', true, 'monitoring'],
  ['monitoring', true, 'resolved'],
  // It fails again.
  ['monitoring', false, 'monitoring'],
] as const)('for one that is %s, and repaired: %s, %s is proposed', (state, isRepaired, wanted) => {
  const repairedAt = isRepaired ? '2026-11-30T10:47:00.000Z' : null
  expect(nextToPublish({ state, repairedAt })).toBe(wanted)
  expect(incidentCan.become(state, wanted)).toBe(true)
})

test.each([
  ['announced', 9, 'announced'],
  ['announced', 10, 'under_way'],
  ['under_way', 11, 'under_way'],
  ['under_way', 12, 'done'],
  ['announced', 12, 'done'],
  ['cancelled', 11, 'cancelled'],
  ['done', 11, 'done'],
] as const)('a window of ten to twelve that is %s, at %s, is %s', (state, hour, expected) => {
  const at = (of: number) => new Date(Date.UTC(2026, 10, 26, of))
  expect(maintenanceStateAt({ state, startsAt: at(10), endsAt: at(12) }, at(hour))).toBe(expected)
})
