import { type ProxyFacts, refusalStatus } from '../proxy/refusals'
import { cardNoticePath, isUploadPath, meteringPath } from '../proxy/surface-paths'

/** How to treat a request's body, decided from its head alone. */
export type BodyPlan =
  /** No body. */
  | { kind: 'none' }
  | { kind: 'refuse'; status: number }
  /** Read it: `bytes` are announced; with `needsSession` the session is verified first. */
  | { kind: 'read'; bytes: number; needsSession: boolean; withinMs: number }

/** Actions without a session are small forms: sign-up, estimates, a new password. */
const anonymousBytesMax = 64 * 1024
const shortMs = 30_000
/** Ten megabytes at 35 kB/s. */
const uploadMs = 300_000

/**
 * How to treat the body of a request, decided before reading any of it. What the proxy would reject is rejected here
 * already, so that the response does not wait for the body. Pure.
 */
export function planBody(facts: ProxyFacts & { hasSessionCookie: boolean }): BodyPlan {
  const { headers, method, pathname, hasSessionCookie } = facts
  const announced = headers.get('content-length')
  const isChunked = headers.has('transfer-encoding')
  if (!isChunked && (announced === null || announced === '0')) return { kind: 'none' }
  if (facts.isOwnHop) return { kind: 'none' }
  const status = refusalStatus(facts)
  if (status !== null) return { kind: 'refuse', status }
  if (method !== 'POST') return { kind: 'refuse', status: 400 }
  if (isChunked) return { kind: 'refuse', status: 411 }
  const bytes = Number(announced)
  const isAction = headers.has('next-action')
  if (!isAction && isUploadPath(pathname))
    return hasSessionCookie
      ? { kind: 'read', bytes, needsSession: true, withinMs: uploadMs }
      : { kind: 'refuse', status: 401 }
  // Machines use a key instead of a session; their paths have separate limits.
  const isOfMachines = !isAction && (pathname === meteringPath || pathname === cardNoticePath)
  if (!hasSessionCookie && !isOfMachines && bytes > anonymousBytesMax) return { kind: 'refuse', status: 413 }
  return { kind: 'read', bytes, needsSession: false, withinMs: shortMs }
}
