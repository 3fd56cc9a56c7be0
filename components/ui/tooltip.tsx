'use client'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { cx } from './cx'

type Props = {
  text: string
  /** Receives the id to put in `aria-describedby` of the control that it explains. */
  children: (describedBy: string) => ReactNode
  className?: string
}

/**
 * Words shown on hover and on focus, dismissed by Escape. They live in the top layer, so no scrolling
 * frame clips them, and are the control's accessible description even while hidden.
 */
export function Tooltip({ text, children, className }: Props) {
  const id = useId()
  const anchor = useRef<HTMLSpanElement>(null)
  const bubble = useRef<HTMLSpanElement>(null)
  const [isShown, setShown] = useState(false)

  useEffect(() => {
    const element = bubble.current
    if (!element || !anchor.current) return
    if (!isShown) {
      if (element.matches(':popover-open')) element.hidePopover()
      return
    }
    element.showPopover()
    place(element, anchor.current.getBoundingClientRect())
    const dismiss = (event: KeyboardEvent) => event.key === 'Escape' && setShown(false)
    document.addEventListener('keydown', dismiss)
    return () => document.removeEventListener('keydown', dismiss)
  }, [isShown])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the control inside is what is interactive; this only listens.
    <span
      ref={anchor}
      className={cx('inline-flex', className)}
      onPointerEnter={() => setShown(true)}
      onPointerLeave={() => setShown(false)}
      onFocus={() => setShown(true)}
      onBlur={() => setShown(false)}
    >
      {children(id)}
      <span
        ref={bubble}
        id={id}
        role="tooltip"
        popover="manual"
        className="pointer-events-none fixed inset-auto m-0 max-w-72 rounded-control border-0 bg-night px-3 py-2 text-sm text-on-night shadow-card"
      >
        {text}
      </span>
    </span>
  )
}

const gap = 8

function place(element: HTMLElement, anchor: DOMRect) {
  const { width, height } = element.getBoundingClientRect()
  const left = Math.min(Math.max(gap, anchor.left + anchor.width / 2 - width / 2), innerWidth - width - gap)
  const isAboveFull = anchor.top < height + gap * 2
  element.style.left = `${left}px`
  element.style.top = `${isAboveFull ? anchor.bottom + gap : anchor.top - height - gap}px`
}
