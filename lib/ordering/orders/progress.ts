import type { SagaView } from '~/lib/resources/client'
import type { OrderedResource, OrderView } from '../views'

export type ResourceProgress = 'waiting' | 'undoing' | 'delivered' | 'failed' | 'parked'

/** The progress of one resource in one word. Pure. */
export function progressOf(resource: Pick<OrderedResource, 'state' | 'saga'>): ResourceProgress {
  if (resource.state === 'failed') return 'failed'
  if (resource.state !== 'creating') return 'delivered'
  const saga = resource.saga?.state
  return saga === 'parked' || saga === 'undoing' ? saga : 'waiting'
}

/** Whether the order may still change without an action by the user; the page then polls. */
export function isMoving(order: Pick<OrderView, 'lines'>): boolean {
  return order.lines.some((line) =>
    line.resources.some((resource) => resource.state === 'creating' && progressOf(resource) !== 'parked'),
  )
}

/**
 * Milliseconds until the last resource should be ready, by the median of its zone; null without a measurement
 * or without running work. Never negative. Pure.
 */
export function remainingMilliseconds(order: Pick<OrderView, 'lines'>, now: Date): number | null {
  const rests = order.lines.flatMap((line) =>
    line.resources
      .filter((resource) => progressOf(resource) === 'waiting' && resource.saga)
      .map((resource) => restOf(resource.saga, line.readyMilliseconds, now)),
  )
  const known = rests.filter((rest) => rest !== null)
  return known.length === 0 || known.length < rests.length ? null : Math.max(...known)
}

function restOf(saga: SagaView | null, readyMilliseconds: number | null, now: Date): number | null {
  if (!saga || readyMilliseconds === null) return null
  return Math.max(0, new Date(saga.createdAt).getTime() + readyMilliseconds - now.getTime())
}
