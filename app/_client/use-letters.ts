'use client'
import { useEffect, useRef } from 'react'

/** As long as the shell waits for the second letter of a way to go (`g t`). */
const sequenceMs = 1_200

/** Does what a letter stands for, unless one types, a dialog is open, or the letter follows `g` and leads elsewhere. */
export function useLetters(letters: Readonly<Record<string, (() => void) | undefined>>) {
  const latest = useRef(letters)
  useEffect(() => {
    latest.current = letters
  })
  useEffect(() => {
    let goneAt = Number.NEGATIVE_INFINITY
    const onKeyDown = (event: KeyboardEvent) => {
      const isSecond = event.timeStamp - goneAt < sequenceMs
      goneAt = event.key === 'g' && !isSecond ? event.timeStamp : Number.NEGATIVE_INFINITY
      const act = latest.current[event.key]
      if (!act || isSecond || !isFree(event)) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

/** Whether a letter is a command here, and not text or another shortcut. */
function isFree(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return false
  if (document.querySelector('dialog[open], [role="menu"]')) return false
  const { target } = event
  return !(
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select'))
  )
}
