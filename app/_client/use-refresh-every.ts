import { useRouter } from 'next/navigation'
import { useEffect, useRef, useTransition } from 'react'
import { isPageInUse } from './last-input'

/** Drawing a page again counts as use of the session, so a page that nobody touches any more stops it. */
const unattendedMs = 5 * 60_000
/** An answer that has not come by then is taken for lost with its connection, and asked for again. */
const lostAfterMs = 30_000

/**
 * The page is drawn again `everyMs` after it last was while `isOn`, for `forMs` at most and while somebody touches it from
 * time to time: one left open must not keep its session alive, unless it is public. Never while it is being drawn: on a line slower than `everyMs` each question would put off what
 * the one before it brought, and nothing would be shown before the last.
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
