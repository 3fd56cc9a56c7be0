'use client'
import { type ReactNode, useEffect, useRef } from 'react'
import { cx } from '../cx'

type Props = { label: string; className?: string; children: ReactNode }

/**
 * Links in one line, which never wraps: where they do not fit, the line scrolls sideways and fades at its end. The
 * current link is brought into view, and a focused one by the browser. Children are `li`.
 */
export function LinkRow({ label, className, children }: Props) {
  const row = useRef<HTMLElement>(null)
  const shown = useRef<string | null>(null)
  useEffect(() => {
    const current = row.current?.querySelector<HTMLElement>('[aria-current]')
    const href = current?.getAttribute('href') ?? null
    // A reader who scrolled the row keeps that place until another link becomes the current one.
    if (row.current && current && href !== shown.current) bringIntoView(row.current, current)
    shown.current = href
  })
  return (
    <nav ref={row} aria-label={label} className={cx('link-row', className)}>
      <ul>{children}</ul>
    </nav>
  )
}

/** `scrollIntoView` would also move the starting point of Tab there, past the skip link. */
function bringIntoView(row: HTMLElement, link: HTMLElement) {
  const [inner, around] = [link.getBoundingClientRect(), row.getBoundingClientRect()]
  row.scrollLeft += inner.left + inner.width / 2 - (around.left + around.width / 2)
}
