import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/**
 * The page is drawn again every so often while `isOn`, `timesMax` times at most: one left open must not keep its
 * session alive for ever.
 */
export function useRefreshEvery(
  everyMs: number,
  { isOn, timesMax }: { isOn: boolean; timesMax: number },
): void {
  const router = useRouter()
  useEffect(() => {
    if (!isOn) return
    let times = 0
    const timer = setInterval(() => {
      times += 1
      if (times >= timesMax) clearInterval(timer)
      router.refresh()
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs, isOn, timesMax, router])
}
