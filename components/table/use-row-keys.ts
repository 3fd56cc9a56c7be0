'use client'
import { type RefObject, useEffect } from 'react'

const moves: Record<string, 1 | -1> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }

/** Arrow keys or j and k move between rows, Enter opens, x ticks; only while the focus is inside the table. */
export function useRowKeys(frame: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return
      const rows = [...element.querySelectorAll<HTMLElement>('tr[data-row]')]
      const current = rows.findIndex((row) => row.contains(document.activeElement))
      const move = moves[event.key]
      if (move !== undefined) {
        const next = rows[Math.min(rows.length - 1, Math.max(0, current + move))]
        if (!next) return
        next.tabIndex = -1
        next.focus()
        next.scrollIntoView({ block: 'nearest' })
        event.preventDefault()
        return
      }
      const row = rows[current]
      if (event.key === 'Enter' && row === document.activeElement)
        row?.querySelector<HTMLElement>('[data-row-link]')?.click()
      if (event.key === 'x') row?.querySelector<HTMLElement>('[data-select]')?.click()
    }
    element.addEventListener('keydown', onKeyDown)
    return () => element.removeEventListener('keydown', onKeyDown)
  }, [frame])
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox'
  return (
    target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  )
}
