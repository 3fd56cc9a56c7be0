import { activeHeader } from '~/lib/kernel/net/active-header'

/**
 * Whether a request shows that a person is using their session. What a page asks by itself does not: the looks of an open
 * tab at `/api/live`, unless the tab says that somebody touched it within the last minute, and links fetched ahead. Pure.
 */
export function isSessionUse(path: string | null, headers: Pick<Headers, 'get' | 'has'>): boolean {
  if (headers.has('next-router-prefetch') || headers.has('next-router-segment-prefetch')) return false
  // Drawn again by itself for as long as it is open, on screens that nobody touches.
  if (path?.startsWith('/etat')) return false
  if (path?.startsWith('/api/live/')) return headers.get(activeHeader) === '1'
  return true
}
