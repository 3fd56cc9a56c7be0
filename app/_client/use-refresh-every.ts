import { useRouter } from 'next/navigation'
import { useEffect, useRef, useTransition } from 'react'

/**
 * The page is drawn again so long after it last was while `isOn`, `timesMax` times at most: one left open must not keep its
 * session alive for ever. Never while it is being drawn again: on a line slower than `everyMs` each turn would put off what
 * the one before it brought, and nothing would be shown before the last.
 */
export function useRefreshEvery(
  everyMs: number,
  { isOn, timesMax }: { isOn: boolean; timesMax: number },
): void {
  const router = useRouter()
  const [isUnderway, startTransition] = useTransition()
  const times = useRef(0)
  useEffect(() => {
    if (!isOn) times.current = 0
    if (!isOn || isUnderway || times.current >= timesMax) return
    const timer = setTimeout(() => {
      times.current += 1
      startTransition(() => router.refresh())
    }, everyMs)
    return () => clearTimeout(timer)
  }, [everyMs, isOn, isUnderway, timesMax, router])
}
