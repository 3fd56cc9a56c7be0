import { useRouter } from 'next/navigation'
import { useEffect, useRef, useTransition } from 'react'
import type { Topic } from '~/lib/live/client'
import { isPageInUse } from './last-input'
import { isStreaming, onChanges, refetchEvery, shows } from './live/live-changes'

/** Refreshing counts as use of the session, so an unattended page stops it. */
const unattendedMs = 5 * 60_000
/** A response that has not arrived by then counts as lost with its connection, and is requested again. */
const lostAfterMs = 30_000

type Options = {
  isOn: boolean
  forMs: number
  isPublic?: boolean
  /** What the page shows, if its changes are noted: while there is a stream it refreshes after each of them. */
  topics?: readonly Topic[]
}

/**
 * Refreshes the page `everyMs` after the last refresh while `isOn`, for at most `forMs` and only while a person uses
 * it from time to time: an open tab must not keep its session alive, unless it is public. Never during a refresh: on
 * a line slower than `everyMs` each request would supersede the previous response, and only the last would be shown.
 */
export function useRefreshEvery(
  everyMs: number,
  { isOn, forMs, isPublic = false, topics = [] }: Options,
): void {
  const router = useRouter()
  const [isUnderway, startTransition] = useTransition()
  const since = useRef<number | null>(null)
  /** Something changed during a refresh, which may have read the page before. */
  const isOutdated = useRef(false)
  // Compared by its text: callers pass a new list each time.
  const shown = topics.join()
  useEffect(() => {
    if (!isOn) {
      since.current = null
      return
    }
    since.current ??= Date.now()
    const until = since.current + forMs
    let timer: ReturnType<typeof setTimeout>
    const pauseMs = () => (shown ? refetchEvery(everyMs, isStreaming()) || everyMs : everyMs)
    const refresh = () => {
      if (Date.now() > until) return
      isOutdated.current = false
      if (isPublic || isPageInUse(unattendedMs)) startTransition(() => router.refresh())
      wait(Math.max(pauseMs(), lostAfterMs))
    }
    const wait = (ms: number) => {
      clearTimeout(timer)
      timer = setTimeout(refresh, ms)
    }
    const forget = onChanges((changed) => {
      if (!shows({ topics: shown.split(',') }, changed)) return
      if (isUnderway) isOutdated.current = true
      else refresh()
    })
    if (isUnderway) wait(Math.max(pauseMs(), lostAfterMs))
    else wait(isOutdated.current ? 0 : pauseMs())
    return () => {
      clearTimeout(timer)
      forget()
    }
  }, [everyMs, forMs, isOn, isPublic, shown, isUnderway, router])
}
