import { setTimeout as pause } from 'node:timers/promises'
import { log } from '../log'

const pauseMs = 1_000

/** Retries once a second until it succeeds: a process may start before its database. */
export async function onceAvailable<T>(what: string, attempt: () => Promise<T>): Promise<T> {
  let isTold = false
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!isTold) log.warn({ err: error }, `waiting for the ${what}`)
      isTold = true
      await pause(pauseMs)
    }
  }
}
