'use client'
import { useRefreshEvery } from '~/app/_client/use-refresh-every'

/** Refreshes the page every ten seconds for an hour, so that new incidents appear. */
export function RefreshCalmly() {
  useRefreshEvery(10_000, { isOn: true, forMs: 3_600_000 })
  return null
}
