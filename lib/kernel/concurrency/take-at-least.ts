import { setTimeout as pause } from 'node:timers/promises'

/**
 * The result of `work`, no sooner than after `ms`: for answers that must not tell by their time which of two ways was gone.
 * Errors wait as well.
 */
export async function takeAtLeast<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const [done] = await Promise.allSettled([work(), pause(ms)])
  if (done.status === 'rejected') throw done.reason
  return done.value
}
