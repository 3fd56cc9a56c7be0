import { useRouter } from 'next/navigation'
import { useEffect, useRef, useTransition } from 'react'
import { isPageInUse } from './last-input'

/** Refreshing counts as use of the session, so an unattended page stops it. */
const unattendedMs = 5 * 60_000
/** A response that has not arrived by then counts as lost with its connection, and is requested again. */
const lostAfterMs = 30_000

/**
 * Refreshes the page `everyMs` after the last refresh while `isOn`, for at most `forMs` and only while a person uses
 * it from time to time: an open tab must not keep its session alive, unless it is public. Never during a refresh: on
 * a line slower than `everyMs` each request would supersede the previous response, and only the last would be shown.
 */
export function useRefreshEvery(
  everyMs: number,
  { isOn, forMs, isPublic = false }: { isOn: boolean; forMs: number; isPublic?: boolean },
): void {
  const router = useRouter()
  const [isUnderway, startTransition] = useTransition()
  const since = useRef<number | null>(null)
  useEffect(() => {
    if (!isOn) {
      since.current = null
      return
    }
    since.current ??= Date.now()
    const until = since.current + forMs
    let timer: ReturnType<typeof setTimeout>
    const wait = (ms: number) => {
      timer = setTimeout(() => {
        if (Date.now() > until) return
        if (isPublic || isPageInUse(unattendedMs)) startTransition(() => router.refresh())
        wait(Math.max(everyMs, lostAfterMs))
      }, ms)
    }
    wait(isUnderway ? Math.max(everyMs, lostAfterMs) : everyMs)
    return () => clearTimeout(timer)
  }, [everyMs, forMs, isOn, isPublic, isUnderway, router])
}
