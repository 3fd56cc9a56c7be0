import { setTimeout as pause } from 'node:timers/promises'

/**
 * Returns the result of `work` no sooner than after `ms`, so that the response time does not reveal which of two paths
 * was taken. Errors are delayed as well.
 */
export async function withMinimumDuration<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const [done] = await Promise.allSettled([work(), pause(ms)])
  if (done.status === 'rejected') throw done.reason
  return done.value
}
