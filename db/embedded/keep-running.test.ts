import { expect, test, vi } from 'vitest'
import { keepRunning } from './keep-running'
import type { Postmaster } from './server'

function postmaster() {
  let end: () => void = () => undefined
  const exited = new Promise<void>((resolve) => {
    end = resolve
  })
  return { exited, end, stop: async () => end() } satisfies Postmaster & { end: () => void }
}

test('a server that keeps ending is given up after five failures, with the last reason', async () => {
  const first = postmaster()
  const restart = vi.fn(async (): Promise<Postmaster> => {
    if (restart.mock.calls.length > 1) throw new Error('No space left on device.')
    const second = postmaster()
    second.end()
    return second
  })
  const report = vi.fn()
  const kept = keepRunning(first, { restart, report, pauseMs: 0 })
  first.end()
  expect(await kept.lost).toBe(
    'the embedded database failed 5 times in a row (last: No space left on device)',
  )
  expect(restart).toHaveBeenCalledTimes(4)
  expect(report.mock.calls.map(([line]) => line).slice(0, 2)).toEqual([
    'the embedded database failed (it ended unexpectedly); starting it again',
    'the embedded database answers again',
  ])
})

/** A restart that waits until it is stopped, and a promise of the moment when it begins. */
function slowRestart(end: () => Promise<Postmaster>) {
  let asked: () => void = () => undefined
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const restart = vi.fn(
    (signal: AbortSignal) =>
      new Promise<Postmaster>((resolve) => {
        signal.addEventListener('abort', () => resolve(end()))
        asked()
      }),
  )
  return { restart, isAsked }
}

test('a stop ends a restart in progress, and nothing is started afterwards', async () => {
  const first = postmaster()
  const { restart, isAsked } = slowRestart(() => Promise.reject(new Error('stopped')))
  const kept = keepRunning(first, { restart, report: vi.fn(), pauseMs: 0 })
  first.end()
  await isAsked
  await kept.stop()
  expect(restart).toHaveBeenCalledTimes(1)
})

test('a server that becomes ready during a stop is stopped too', async () => {
  const first = postmaster()
  const late = postmaster()
  const stopped = vi.spyOn(late, 'stop')
  const { restart, isAsked } = slowRestart(async () => late)
  const kept = keepRunning(first, { restart, report: vi.fn(), pauseMs: 0 })
  first.end()
  await isAsked
  await kept.stop()
  expect(stopped).toHaveBeenCalledTimes(1)
})

test('an ordinary stop starts nothing', async () => {
  const restart = vi.fn()
  await keepRunning(postmaster(), { restart, report: vi.fn() }).stop()
  expect(restart).not.toHaveBeenCalled()
})
