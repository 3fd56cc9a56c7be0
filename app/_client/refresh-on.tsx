'use client'
import type { Topic } from '~/lib/live/client'
import { useRefreshEvery } from './use-refresh-every'

/** Refreshes the page after each change of these topics for an hour; without a stream every ten seconds. */
export function RefreshOn({ topics }: { topics: readonly Topic[] }) {
  useRefreshEvery(10_000, { isOn: true, forMs: 3_600_000, topics })
  return null
}
