import { setTimeout as pause } from 'node:timers/promises'
import { log } from '../log'

const pauseMs = 1_000

/** Retries once a second until it succeeds: a process may start before its database. */
export async function retryUntilAvailable<T>(what: string, attempt: () => Promise<T>): Promise<T> {
  let isLogged = false
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!isLogged) log.warn({ err: error }, `waiting for the ${what}`)
      isLogged = true
      await pause(pauseMs)
    }
  }
}
