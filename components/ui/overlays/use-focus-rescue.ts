'use client'
import { useEffect, useRef } from 'react'

/**
 * When `what` changes and the element that had the focus went with it, the focus goes to the page instead of
 * nowhere: the next Tab goes on from its head, and a screen reader keeps its place.
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
