'use client'
import { useEffect, useRef } from 'react'

/** How long the shell waits for the second letter of a shortcut (`g t`). */
const sequenceMs = 1_200

/** Runs the action of a letter, except while typing, with an open dialog, or after `g`, which navigates. */
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

/** Whether a letter is a command here, rather than text or part of another shortcut. */
function isFree(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return false
  if (document.querySelector('dialog[open], [role="menu"]')) return false
  const { target } = event
  return !(
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select'))
  )
}
