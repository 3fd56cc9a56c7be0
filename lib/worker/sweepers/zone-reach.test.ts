import { expect, it } from 'vitest'
import type { Member } from '../fleet/assign'
import { openShare } from '../fleet/share'
import { zoneReachSweeper } from './zone-reach'

const member = (workerId: string, sweepers: string[]): Member => ({
  workerId,
  startedAt: new Date(0),
  sweepers,
  unreachedZones: [],
  failingSweepers: [],
  isLate: false,
})

/** A sweeper of a worker that serves neither of two zones on Incus, one of which is closed. */
function open(unreached: string[], servesAll: boolean) {
  const share = openShare('a', () => 0)
  share.update(
    [member('a', []), member('b', ['zone reach'])],
    [
      { id: 'zon_a', hasIncus: true, isOverdue: false },
      { id: 'zon_b', hasIncus: false, isOverdue: false },
    ],
  )
  const cutOff = new Set(unreached)
  const drivers = { findIncusFailure: async () => null }
  const sweeper = zoneReachSweeper(drivers, { share, unreached: cutOff, servesAll: () => servesAll })
  return { isIdle: () => sweeper.isIdle?.(), cutOff }
}

it('tests no zone that another worker serves and reaches', () => {
  expect(open([], false).isIdle()).toBe(true)
})

it('tests all zones on a worker that works in all of them, so that it knows which it does not reach', () => {
  expect(open([], true).isIdle()).toBe(false)
})

it('tests a zone that it did not reach last, and forgets one that was closed', () => {
  expect(open(['zon_a'], false).isIdle()).toBe(false)
  const { isIdle, cutOff } = open(['zon_b', 'zon_gone'], false)
  expect([isIdle(), [...cutOff]]).toEqual([true, []])
})
