'use client'
import { useRefreshEvery } from '~/app/_client/use-refresh-every'

/** Draws the page again every half minute; nobody is signed in here, so that it may go on. */
export function RefreshNow() {
  useRefreshEvery(30_000, { isOn: true, forMs: Number.POSITIVE_INFINITY })
  return null
}
