'use client'
import { type ReactNode, useRef } from 'react'
import { useRowLinks } from './use-row-links'

/** Around many plain links marked `data-row-link`: presses navigate like a `Link`, without script per link. */
export function LinkFrame({ className, children }: { className?: string; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null)
  useRowLinks(frame)
  return (
    <div ref={frame} className={className}>
      {children}
    </div>
  )
}
