import { describe, expect, test } from 'vitest'
import { showWorkers } from './show-workers'

const now = new Date('2026-11-30T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000)
const beat = (workerId: string, lastTaken: number | null, seen = 1) => ({
  workerId,
  startedAt: ago(3_600),
  seenAt: ago(seen),
  lastTakenAt: lastTaken === null ? null : ago(lastTaken),
  assignedSweepers: ['audit chainer'],
  assignedZones: ['lil-1'],
})
const statesOf = (view: ReturnType<typeof showWorkers>) => view.workers.map(({ state }) => state)

describe('workers', () => {
  test('work while no job waits, however long ago they took one', () => {
    const view = showWorkers([beat('a', 7_200), beat('b', null)], null, now)
    expect(statesOf(view)).toEqual(['working', 'working'])
    expect(view.isFailing).toBe(false)
  })

  test('have a failed queue if they took nothing for a minute while a job waits for a minute', () => {
    const view = showWorkers([beat('a', 61), beat('b', 5), beat('c', null)], ago(61), now)
    expect(statesOf(view)).toEqual(['queue_failed', 'working', 'queue_failed'])
    expect(view.isFailing).toBe(true)
  })

  test('work while the oldest job waits for less than a minute', () => {
    expect(showWorkers([beat('a', 7_200)], ago(59), now).isFailing).toBe(false)
  })

  test('have a minute after their start', () => {
    const started = { ...beat('a', null), startedAt: ago(10) }
    expect(statesOf(showWorkers([started], ago(600), now))).toEqual(['working'])
  })

  test('are silent after ten seconds without a heartbeat, and waiting jobs then have no worker', () => {
    const view = showWorkers([beat('a', 5, 11)], ago(600), now)
    expect(statesOf(view)).toEqual(['silent'])
    expect(view.isFailing).toBe(true)
    expect(showWorkers([], ago(600), now).isFailing).toBe(true)
    expect(showWorkers([], null, now).isFailing).toBe(false)
  })

  test('appear once after their queue was reopened, in their latest state', () => {
    const view = showWorkers([beat('a', 300, 9), beat('a', 2, 1)], ago(600), now)
    expect(statesOf(view)).toEqual(['working'])
  })
})
