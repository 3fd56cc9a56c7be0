'use client'
import { useRefreshEvery } from '~/app/_client/use-refresh-every'

/** Draws the page again every ten seconds, for an hour: what happens comes unasked. */
export function RefreshCalmly() {
  useRefreshEvery(10_000, { isOn: true, forMs: 3_600_000 })
  return null
}
