'use client'
import { type RefObject, useEffect, useState } from 'react'

/**
 * Presses of a `CopyCell` copy its text. Returns the number of copies: each change is announced, once for the whole
 * table.
 */
export function useCopies(frame: RefObject<HTMLElement | null>): number {
  const [count, setCount] = useState(0)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const onClick = async (event: MouseEvent) => {
      if (!(event.target instanceof Element)) return
      const button = event.target.closest<HTMLElement>('[data-copy]')
      if (!button) return
      await navigator.clipboard.writeText(button.dataset.copy ?? '')
      button.dataset.copied = ''
      button.addEventListener('blur', () => delete button.dataset.copied, { once: true })
      setCount((before) => before + 1)
    }
    element.addEventListener('click', onClick)
    return () => element.removeEventListener('click', onClick)
  }, [frame])
  return count
}
