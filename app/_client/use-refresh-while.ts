import { useRefreshEvery } from './use-refresh-every'

/** Refreshes the page every two seconds while something is about to change, for at most a minute. */
export function useRefreshWhile(isMoving: boolean): void {
  useRefreshEvery(2_000, { isOn: isMoving, forMs: 60_000 })
}
