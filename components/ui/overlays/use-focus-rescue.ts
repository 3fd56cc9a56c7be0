'use client'
import { useEffect, useRef } from 'react'

/**
 * When `what` changes and the focused element disappeared with it, moves the focus to the page: the next Tab
 * continues from its header, and a screen reader keeps its position.
 */
export function useFocusRescue(what: unknown) {
  const before = useRef(what)
  useEffect(() => {
    if (before.current === what) return
    before.current = what
    if (document.activeElement === document.body)
      document.getElementById('main')?.focus({ preventScroll: true })
  }, [what])
}
