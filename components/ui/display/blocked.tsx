'use client'
import { useLayoutEffect, useRef } from 'react'

/**
 * The next sibling of a blocked button: it intercepts presses, and shows the reason on hover and focus, dismissed by
 * Escape. The text is in the top layer, so that no scrolling frame clips it, and describes the button even while
 * hidden. The button element is the same whether blocked or not, so that a change does not lose the focus.
 */
export function Blocked({ id, reason }: { id: string; reason: string | undefined }) {
  const bubble = useRef<HTMLSpanElement>(null)

  useLayoutEffect(() => {
    const element = bubble.current
    const button = element?.previousElementSibling
    if (!element || !button) return
    const show = () => {
      if (!element.textContent || element.matches(':popover-open')) return
      element.showPopover()
      place(element, button.getBoundingClientRect())
    }
    const hide = () => element.hidePopover()
    const stop = (event: Event) => {
      event.preventDefault()
      event.stopPropagation()
    }
    const onKeyDown = (event: Event) => (event as KeyboardEvent).key === 'Escape' && hide()
    const listeners: [string, (event: Event) => void][] = [
      ['pointerenter', show],
      ['focus', show],
      ['pointerleave', hide],
      ['blur', hide],
      ['keydown', onKeyDown],
      ['click', stop],
    ]
    for (const [name, listener] of listeners) button.addEventListener(name, listener)
    return () => {
      for (const [name, listener] of listeners) button.removeEventListener(name, listener)
    }
  }, [])

  return (
    <span
      ref={bubble}
      id={id}
      role="tooltip"
      popover="manual"
      className="pointer-events-none fixed inset-auto m-0 max-w-72 rounded-control border-0 bg-night px-3 py-2 text-left text-sm font-normal text-on-night shadow-card"
    >
      {reason}
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
