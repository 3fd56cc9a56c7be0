'use client'
import { useRefreshEvery } from '~/app/_client/use-refresh-every'

/** Refreshes the page after each change of incidents for an hour; without a stream every ten seconds. */
export function RefreshCalmly() {
  useRefreshEvery(10_000, { isOn: true, forMs: 3_600_000, topics: ['incidents'] })
  return null
}
