'use client'
import { useRefreshEvery } from '~/app/_client/use-refresh-every'

/** Refreshes the page every half minute without end; it uses no session. */
export function RefreshNow() {
  useRefreshEvery(30_000, { isOn: true, forMs: Number.POSITIVE_INFINITY, isPublic: true })
  return null
}
