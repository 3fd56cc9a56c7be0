'use client'
import { useRefreshEvery } from '~/app/_client/use-refresh-every'

/** Draws the page again every half minute; it uses no session, so that it may go on. */
export function RefreshNow() {
  useRefreshEvery(30_000, { isOn: true, forMs: Number.POSITIVE_INFINITY, isPublic: true })
  return null
}
