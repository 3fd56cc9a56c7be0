import { useRouter } from 'next/navigation'
import { useEffect, useRef, useTransition } from 'react'

/** An answer that has not come by then is taken for lost with its connection, and asked for again. */
const lostAfterMs = 30_000

/**
 * The page is drawn again `everyMs` after it last was while `isOn`, for `forMs` at most: one left open must not keep its
 * session alive for ever. Never while it is being drawn: on a line slower than `everyMs` each question would put off what
 * the one before it brought, and nothing would be shown before the last.
 */
export function useRefreshEvery(everyMs: number, { isOn, forMs }: { isOn: boolean; forMs: number }): void {
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
        startTransition(() => router.refresh())
        wait(Math.max(everyMs, lostAfterMs))
      }, ms)
    }
    wait(isUnderway ? Math.max(everyMs, lostAfterMs) : everyMs)
    return () => clearTimeout(timer)
  }, [everyMs, forMs, isOn, isUnderway, router])
}
