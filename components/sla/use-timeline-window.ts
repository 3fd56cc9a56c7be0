'use client'
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import { moved, upToNow, type Window, zoomed } from './timeline-window'

const step = 0.15
const zoomStep = 1.6

/**
 * The window of a timeline, moved and zoomed by buttons, keys, wheel and pointer. `asked` is the window to fetch
 * data for: it updates after a drag.
 */
export function useTimelineWindow(initial: Window) {
  const [window, show] = useState(initial)
  const [asked, ask] = useState(initial)
  const frame = useRef<HTMLDivElement>(null)
  const drag = useRef<{ x: number; from: Window } | null>(null)
  const go = useCallback((change: (window: Window, now: number) => Window) => {
    show((before) => {
      const next = change(before, Date.now())
      ask(next)
      return next
    })
  }, [])

  // React registers wheel listeners as passive, so they could not prevent the page's zoom.
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const box = element.getBoundingClientRect()
      const share = (event.clientX - box.left) / box.width
      go((before, now) => zoomed(before, event.deltaY > 0 ? zoomStep : 1 / zoomStep, share, now))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [go])

  const byKey: Record<string, (window: Window, now: number) => Window> = {
    ArrowLeft: (before, now) => moved(before, -step, now),
    ArrowRight: (before, now) => moved(before, step, now),
    PageUp: (before, now) => moved(before, -1, now),
    PageDown: (before, now) => moved(before, 1, now),
    '+': (before, now) => zoomed(before, 1 / zoomStep, 0.5, now),
    '-': (before, now) => zoomed(before, zoomStep, 0.5, now),
    End: (before, now) => upToNow(before.to - before.from, now),
  }
  const dragged = (event: PointerEvent<HTMLElement>): Window | null => {
    if (!drag.current) return null
    const share = (drag.current.x - event.clientX) / event.currentTarget.getBoundingClientRect().width
    return moved(drag.current.from, share, Date.now())
  }
  return {
    window,
    asked,
    go,
    zoomIn: () => go((before, now) => zoomed(before, 1 / zoomStep, 0.5, now)),
    zoomOut: () => go((before, now) => zoomed(before, zoomStep, 0.5, now)),
    handlers: {
      ref: frame,
      onKeyDown: (event: KeyboardEvent) => {
        const change = event.altKey || event.ctrlKey || event.metaKey ? undefined : byKey[event.key]
        if (!change) return
        event.preventDefault()
        go(change)
      },
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0 || event.pointerType === 'touch') return
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { x: event.clientX, from: window }
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const next = dragged(event)
        if (next) show(next)
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        const next = dragged(event)
        drag.current = null
        if (next) go(() => next)
      },
      onPointerCancel: () => {
        drag.current = null
        show(asked)
      },
    },
  }
}
