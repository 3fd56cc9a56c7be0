import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Sweeper, startSweepers } from './sweeper'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const recording = (begun: string[], name: string, everyMs: number, run = async () => undefined): Sweeper => ({
  name,
  everyMs,
  whileHeld: true,
  run: () => {
    begun.push(name)
    return run()
  },
})

const start = (sweepers: readonly Sweeper[], mayLeave = async () => true) => startSweepers(sweepers, mayLeave)

it('starts the frequent sweepers at once and the rare ones staggered, each at its interval from then on', async () => {
  const begun: string[] = []
  const sweeping = start([
    recording(begun, 'first rare', 10_000),
    recording(begun, 'frequent', 2_000),
    recording(begun, 'second rare', 60_000),
  ])
  const within = async (millis: number) => {
    begun.length = 0
    await vi.advanceTimersByTimeAsync(millis)
    return [...begun]
  }
  expect(begun).toEqual(['frequent'])
  expect(await within(250)).toEqual(['first rare'])
  expect(await within(250)).toEqual(['second rare'])
  expect(await within(1_500)).toEqual(['frequent'])
  expect((await within(10_000)).filter((name) => name !== 'frequent')).toEqual(['first rare'])
  await sweeping.stop()
  expect(await within(120_000)).toEqual([])
})

it('starts none that is still running, and is stopped once it has ended', async () => {
  const begun: string[] = []
  let end = () => {}
  const work = new Promise<undefined>((resolve) => {
    end = () => resolve(undefined)
  })
  const sweeping = start([recording(begun, 'slow', 1_000, () => work)])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(begun).toEqual(['slow'])
  let isStopped = false
  const stopped = sweeping.stop().then(() => {
    isStopped = true
  })
  await vi.advanceTimersByTimeAsync(1_000)
  expect(isStopped).toBe(false)
  end()
  await stopped
  expect(isStopped).toBe(true)
})

it('starts overlapping runs at their interval, and is stopped once all have ended', async () => {
  const ends: (() => void)[] = []
  const run = () => new Promise<undefined>((resolve) => ends.push(() => resolve(undefined)))
  const sweeping = start([{ name: 'overlapping', everyMs: 1_000, overlaps: true, whileHeld: true, run }])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(ends).toHaveLength(3)
  ends[2]?.()
  let isStopped = false
  const stopped = sweeping.stop().then(() => {
    isStopped = true
  })
  await vi.advanceTimersByTimeAsync(1_000)
  expect([ends.length, isStopped]).toEqual([3, false])
  for (const end of ends) end()
  await stopped
})

it('tells a running pass to stop', async () => {
  const aborted: boolean[] = []
  const run = async (_: unknown, stop: AbortSignal) => {
    await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve()))
    aborted.push(stop.aborted)
  }
  const sweeping = start([{ name: 'long', everyMs: 1_000, whileHeld: true, run }])
  await vi.advanceTimersByTimeAsync(10)
  await sweeping.stop()
  expect(aborted).toEqual([true])
})

it('starts none after the stop was requested', async () => {
  const begun: string[] = []
  const sweeping = start([recording(begun, 'rare', 10_000)])
  await sweeping.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(begun).toEqual([])
})

it('runs only permitted sweepers while nothing may leave the database, and all afterwards', async () => {
  const begun: string[] = []
  let mayLeave = false
  const { whileHeld: _, ...outward } = recording(begun, 'outward', 1_000)
  const sweeping = start([outward, recording(begun, 'own', 1_000)], async () => mayLeave)
  await vi.advanceTimersByTimeAsync(2_500)
  expect(new Set(begun)).toEqual(new Set(['own']))
  const succeeded = () =>
    Object.keys(sweeping.record()).filter((name) => sweeping.record()[name]?.succeededAt)
  expect(succeeded()).toEqual(['own'])
  mayLeave = true
  await vi.advanceTimersByTimeAsync(1_000)
  expect(begun).toContain('outward')
  expect(succeeded()).toEqual(['outward', 'own'])
  await sweeping.stop()
})

it('records the last success of each sweeper, and not its failures', async () => {
  vi.setSystemTime(new Date('2026-11-24T09:00:00Z'))
  let isBroken = false
  const sweeping = start([
    recording([], 'often', 1_000, async () => {
      if (isBroken) throw new Error('not today')
    }),
    recording([], 'rare', 60_000),
  ])
  await vi.advanceTimersByTimeAsync(100)
  expect(sweeping.record()).toEqual({
    often: { everyMs: 1_000, succeededAt: '2026-11-24T09:00:00.000Z' },
    rare: { everyMs: 60_000, succeededAt: null },
  })
  await vi.advanceTimersByTimeAsync(900)
  isBroken = true
  await vi.advanceTimersByTimeAsync(5_000)
  expect(sweeping.record().often).toEqual({ everyMs: 1_000, succeededAt: '2026-11-24T09:00:01.000Z' })
  await sweeping.stop()
})
