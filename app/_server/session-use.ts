import { activeHeader } from '~/lib/kernel/net/active-header'

/**
 * Whether a request shows that a person is using the session. Automatic requests do not: polling of an open tab at
 * `/api/live`, unless the tab reports input within the last minute, and prefetched links. Pure.
 */
export function isSessionUse(path: string | null, headers: Pick<Headers, 'get' | 'has'>): boolean {
  if (headers.has('next-router-prefetch') || headers.has('next-router-segment-prefetch')) return false
  // Refreshes by itself as long as it is open, on unattended screens.
  if (path?.startsWith('/etat')) return false
  if (path?.startsWith('/api/live/')) return headers.get(activeHeader) === '1'
  return true
}
