import { useRefreshEvery } from './use-refresh-every'

/** The page is drawn again every two seconds while something is about to change, for a minute at most. */
export function useRefreshWhile(isMoving: boolean): void {
  useRefreshEvery(2_000, { isOn: isMoving, forMs: 60_000 })
}
