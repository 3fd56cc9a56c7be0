import type { Topic } from '~/lib/live/client'
import { useRefreshEvery } from './use-refresh-every'

/**
 * Refreshes the page when one of the topics changes, or every two seconds without a stream, while something is about to
 * change, for at most a minute. No topics for what causes no event: the jobs of the queue.
 */
export function useRefreshWhile(isMoving: boolean, topics: readonly Topic[]): void {
  useRefreshEvery(2_000, { isOn: isMoving, forMs: 60_000, topics })
}
