'use client'
import { useEffect, useRef } from 'react'

type Keys = { palette: () => void; keys: () => void; goTo: (letter: string) => void }

const sequenceMs = 1_200

/** Handles the shell's shortcuts, except while typing or with an open dialog. */
export function useHotkeys(keys: Keys) {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    let goneAt = 0
    const onKeyDown = (event: KeyboardEvent) => {
      const isPalette = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k'
      if (isPalette) {
        event.preventDefault()
        if (!document.querySelector('dialog[open]')) latest.current.palette()
        return
      }
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return
      if (isTyping(event.target) || document.querySelector('dialog[open], [role="menu"]')) return
      const isSecond = event.timeStamp - goneAt < sequenceMs && goneAt > 0
      goneAt = 0
      if (isSecond) latest.current.goTo(event.key.toLowerCase())
      else if (event.key === 'g') goneAt = event.timeStamp
      else if (event.key === '?') latest.current.keys()
      else if (event.key === '/') {
        event.preventDefault()
        const box = document.querySelector<HTMLElement>('[data-hotkey-search]')
        if (box) box.focus()
        else latest.current.palette()
      }
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
  return (
    target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  )
}
