'use client'
import { type ReactNode, useEffect } from 'react'
import { lateAttribute, liveEvent } from '~/components/ui/fields/early-press'
import { useIsLive } from '~/components/ui/use-is-live'

/** The body of every page: carries `lateAttribute` until hydration and then announces it. */
export function Body({ children }: { children: ReactNode }) {
  const isLive = useIsLive()
  useEffect(() => {
    if (isLive) document.body.dispatchEvent(new Event(liveEvent, { bubbles: true }))
  }, [isLive])
  return <body {...(!isLive && { [lateAttribute]: '' })}>{children}</body>
}
