'use client'
import { useEffect } from 'react'

/** Ctrl or ⌘ with Enter sends the form in which the person is, or carries out what the dialog is for. */
export function useSendKey(): void {
  useEffect(() => {
    document.addEventListener('keydown', send)
    return () => document.removeEventListener('keydown', send)
  }, [])
}

const submits = 'button[type=submit]:not([aria-disabled=true])'

function send(event: KeyboardEvent): void {
  const isAsked = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
  if (!isAsked || event.repeat || event.defaultPrevented || !(event.target instanceof HTMLElement)) return
  // On another button it would do something else than its label.
  if (event.target.closest('button')?.matches(`:not(${submits}):not([data-main-act])`)) return
  const form = event.target.closest('form')
  const button = form
    ? form.querySelector<HTMLButtonElement>(submits)
    : event.target.closest('dialog')?.querySelector<HTMLElement>('[data-main-act]')
  if (!button) return
  event.preventDefault()
  if (form) form.requestSubmit(button)
  else button.click()
}
