import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const everyMs = 2_000
// A page left open must not keep its session alive for ever where no worker takes the job.
const timesMax = 30

/** The page is drawn again every two seconds while something is about to change, for a minute at most. */
export function useRefreshWhile(isMoving: boolean): void {
  const router = useRouter()
  useEffect(() => {
    if (!isMoving) return
    let times = 0
    const timer = setInterval(() => {
      times += 1
      if (times >= timesMax) clearInterval(timer)
      router.refresh()
    }, everyMs)
    return () => clearInterval(timer)
  }, [isMoving, router])
}
