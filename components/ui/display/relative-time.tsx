'use client'
import { useLocale } from 'next-intl'
import { type ReactElement, useEffect, useState } from 'react'
import { formatDateTime, formatElapsedMs, formatRelative, type Locale } from '~/lib/kernel/text/format'

/** `il y a 3 minutes`, updated while the page is open; the title has the exact instant. */
export function RelativeTime({ at }: { at: Date }) {
  return useTimeAgo()(at)
}

/** Like `RelativeTime`, for many instants on one page: one clock, and no hook for each. */
export function useTimeAgo(): (at: Date) => ReactElement {
  const locale = useLocale() as Locale
  const now = useNow(20_000)
  return (at) => (
    <time
      dateTime={at.toISOString()}
      title={formatDateTime(at, locale)}
      className="whitespace-nowrap"
      suppressHydrationWarning
    >
      {formatRelative(at, now, locale)}
    </time>
  )
}

/** Time elapsed since `since`, running while `until` is unknown. */
export function ElapsedTime({ since, until }: { since: Date; until?: Date | null }) {
  const locale = useLocale() as Locale
  const now = useNow(until ? null : 200)
  return (
    <span className="whitespace-nowrap tabular-nums" suppressHydrationWarning>
      {formatElapsedMs((until ?? now).getTime() - since.getTime(), locale)}
    </span>
  )
}

/** The current instant, refreshed every `everyMs`; `null` stops it. */
export function useNow(everyMs: number | null): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    if (everyMs === null) return
    const timer = setInterval(() => setNow(new Date()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
