'use client'
import { useEffect } from 'react'

/** Ctrl or ⌘ with Enter sends the form in which the person is, or carries out what the dialog is for. */
export function useSendKey(): void {
  useEffect(() => {
    document.addEventListener('keydown', send)
    return () => document.removeEventListener('keydown', send)
  }, [])
}

function send(event: KeyboardEvent): void {
  const isAsked = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
  if (!isAsked || event.repeat || event.defaultPrevented || !(event.target instanceof HTMLElement)) return
  const form = event.target.closest('form')
  const act = event.target.closest('dialog')?.querySelector<HTMLElement>('[data-footer] button:last-of-type')
  if (!form && !act) return
  event.preventDefault()
  if (form) form.requestSubmit()
  else act?.click()
}
