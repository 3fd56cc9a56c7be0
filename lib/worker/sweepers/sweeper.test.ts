import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Share } from '../fleet/share'
import { type Sweeper, startSweepers } from './sweeper'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const recording = (
  begun: string[],
  name: string,
  everyMs: number,
  run: () => Promise<void> = async () => undefined,
): Sweeper => ({
  name,
  everyMs,
  whileHeld: true,
  run: () => {
    begun.push(name)
    return run()
  },
})

const everything: Share = { owns: () => true, serves: () => true, servesAny: () => true }
const start = (sweepers: readonly Sweeper[], mayLeave = async () => true, share = everything) =>
  startSweepers(sweepers, { mayLeave, share })

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

it('reads nothing for a sweeper that knows that it has no work, and records a success', async () => {
  const begun: string[] = []
  let gates = 0
  let isIdle = true
  const { whileHeld: _, ...sweeper } = recording(begun, 'zones', 1_000)
  const mayLeave = async () => {
    gates += 1
    return true
  }
  const sweeping = start([{ ...sweeper, isIdle: () => isIdle }], mayLeave)
  await vi.advanceTimersByTimeAsync(1_500)
  expect([begun, gates, sweeping.record().zones?.succeededAt !== null]).toEqual([[], 0, true])
  isIdle = false
  await vi.advanceTimersByTimeAsync(1_000)
  expect([begun, gates]).toEqual([['zones'], 1])
  await sweeping.stop()
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

it('runs what is assigned to this worker: at once when it is assigned later, not again within the interval', async () => {
  const begun: string[] = []
  let isOurs = false
  const share: Share = { ...everything, owns: () => isOurs }
  const sweeping = start([recording(begun, 'hourly', 3_600_000)], undefined, share)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(begun).toEqual([])
  isOurs = true
  await vi.advanceTimersByTimeAsync(250)
  expect(begun).toEqual(['hourly'])
  isOurs = false
  await vi.advanceTimersByTimeAsync(60_000)
  isOurs = true
  await vi.advanceTimersByTimeAsync(60_000)
  expect(begun).toEqual(['hourly'])
  await sweeping.stop()
})

it('keeps frequent sweepers together, gives each rare one its own owner, and runs work on the process everywhere', async () => {
  const units: unknown[] = []
  const share: Share = {
    owns: (unit) => units.push(unit) < 0,
    serves: (_, zoneId) => zoneId === 'zon_a',
    servesAny: (name) => name === 'zones',
  }
  const begun: string[] = []
  const served: boolean[] = []
  const sweeping = start(
    [
      recording(begun, 'often', 1_000),
      { ...recording(begun, 'grouped', 1_000), group: 'servers', everyZone: true },
      recording(begun, 'rare', 60_000),
      { ...recording(begun, 'own', 1_000), everywhere: true },
      {
        ...recording(begun, 'zones', 1_000),
        byZone: true,
        run: async (_ctx, _stop, serves) => served.push(serves('zon_a'), serves('zon_b')),
      },
      { ...recording(begun, 'no zone', 1_000), byZone: true },
    ],
    undefined,
    share,
  )
  await vi.advanceTimersByTimeAsync(300)
  await sweeping.stop()
  expect(begun).toEqual(['own'])
  expect(served).toEqual([true, false])
  expect(units).toContainEqual({ key: 'frequent', sweeper: 'often' })
  expect(units).toContainEqual({ key: 'servers', sweeper: 'grouped', everyZone: true })
  expect(units).toContainEqual({ key: 'rare', sweeper: 'rare' })
})

it('reports a sweeper that has failed for a minute, until it succeeds', async () => {
  let isBroken = true
  const run = async () => {
    if (isBroken) throw new Error('not today')
  }
  const sweeping = start([recording([], 'broken', 1_000, run), recording([], 'well', 1_000)])
  await vi.advanceTimersByTimeAsync(59_000)
  expect(sweeping.failing()).toEqual([])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(sweeping.failing()).toEqual(['broken'])
  isBroken = false
  await vi.advanceTimersByTimeAsync(1_000)
  expect(sweeping.failing()).toEqual([])
  await sweeping.stop()
})

it('forgets the failures of a sweeper that was given to another worker ten minutes ago', async () => {
  let isOurs = true
  const run = async () => {
    throw new Error('not today')
  }
  const share = { ...everything, owns: () => isOurs }
  const sweeping = start([recording([], 'broken', 1_000, run)], undefined, share)
  await vi.advanceTimersByTimeAsync(61_000)
  expect(sweeping.failing()).toEqual(['broken'])
  isOurs = false
  await vi.advanceTimersByTimeAsync(590_000)
  expect(sweeping.failing()).toEqual(['broken'])
  await vi.advanceTimersByTimeAsync(11_000)
  expect(sweeping.failing()).toEqual([])
  await sweeping.stop()
})

it('reports a sweeper whose run has not ended after a minute and its interval, until it ends', async () => {
  const ends: (() => void)[] = []
  const run = () => new Promise<undefined>((resolve) => ends.push(() => resolve(undefined)))
  const overlapping = { ...recording([], 'overlapping', 1_000, run), overlaps: true as const }
  const sweeping = start([
    recording([], 'stuck', 1_000, run),
    recording([], 'rare', 60_000, run),
    overlapping,
  ])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sweeping.failing()).toEqual([])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(sweeping.failing()).toEqual(['stuck', 'overlapping'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sweeping.failing()).toEqual(['stuck', 'rare', 'overlapping'])
  for (const end of ends) end()
  await vi.advanceTimersByTimeAsync(0)
  expect(sweeping.failing()).toEqual([])
  const stopped = sweeping.stop()
  for (const end of ends) end()
  await stopped
})

it('reports none that waits for an operator to agree to the database', async () => {
  const { whileHeld: _, ...outward } = recording([], 'outward', 1_000)
  const sweeping = start([outward], async () => false)
  await vi.advanceTimersByTimeAsync(120_000)
  expect(sweeping.failing()).toEqual([])
  await sweeping.stop()
})

it('reports none because the database was away: no worker could do its work then', async () => {
  const run = async () => {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  }
  const sweeping = start([recording([], 'cut off', 1_000, run)])
  await vi.advanceTimersByTimeAsync(120_000)
  expect(sweeping.failing()).toEqual([])
  await sweeping.stop()
})
