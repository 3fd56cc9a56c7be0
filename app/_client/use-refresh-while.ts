import { useRefreshEvery } from './use-refresh-every'

/**
 * Refreshes the page when something changes, or every two seconds without a stream, while something is about to change,
 * for at most a minute. `isNoted: false` for what causes no event: the jobs of the queue.
 */
export function useRefreshWhile(isMoving: boolean, { isNoted = true } = {}): void {
  useRefreshEvery(2_000, { isOn: isMoving, forMs: 60_000, isNoted })
}
