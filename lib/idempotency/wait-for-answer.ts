import { setTimeout as wait } from 'node:timers/promises'
import { sqlState } from '~/lib/kernel/errors'

/**
 * Longer than any statement or lock timeout: within it the holder has answered, or has died and been replaced.
 */
const patienceMs = 45_000
const firstPauseMs = 20
const longestPauseMs = 500

/** The row was locked for longer than the statement timeout: its holder is still running. */
const stillLocked = ['55P03', '57014', '40P01']

export type Timing = { elapsedMs: () => number; pause: (milliseconds: number) => Promise<unknown> }

function realTiming(): Timing {
  const startedAt = performance.now()
  return { elapsedMs: () => performance.now() - startedAt, pause: (milliseconds) => wait(milliseconds) }
}

/**
 * Polls `look` for 45 seconds and returns its first result; null when there is none. `look` gets the elapsed
 * time, and may itself wait for a lock.
 */
export async function waitForAnswer<T>(
  look: (elapsedMs: number) => Promise<T | null>,
  timing: Timing = realTiming(),
): Promise<T | null> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const found = await look(timing.elapsedMs()).catch((error: unknown) => {
      if (stillLocked.includes(sqlState(error) ?? '')) return null
      throw error
    })
    if (found !== null || timing.elapsedMs() >= patienceMs) return found
    await timing.pause(pauseMs)
  }
}
