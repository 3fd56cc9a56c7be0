'use client'
import { type RefObject, useCallback, useEffect } from 'react'
import { draftPrefix as prefix } from './forget-drafts'
import { namedControls } from './form-values'

type Draft = Record<string, string | boolean>

/**
 * Stores the input in this tab under `key` until the form succeeds: a reload or an expired session loses nothing.
 * Passwords and one-time codes are never stored.
 */
export function useDraft(form: RefObject<HTMLFormElement | null>, key: string | undefined) {
  useEffect(() => {
    const element = form.current
    if (!key || !element) return
    restore(element, read(key))
    const save = () => sessionStorage.setItem(prefix + key, JSON.stringify(collect(element)))
    element.addEventListener('input', save)
    element.addEventListener('change', save)
    return () => {
      element.removeEventListener('input', save)
      element.removeEventListener('change', save)
    }
  }, [form, key])

  return useCallback(() => {
    if (key) sessionStorage.removeItem(prefix + key)
  }, [key])
}

function read(key: string): Draft {
  try {
    return JSON.parse(sessionStorage.getItem(prefix + key) ?? '{}')
  } catch {
    return {}
  }
}

function isKept(control: Element & { type: string; autocomplete?: string }): boolean {
  return control.type !== 'password' && control.type !== 'hidden' && control.autocomplete !== 'one-time-code'
}

function slot(control: { name: string; type: string; value: string }): string {
  const isOneOfMany = control.type === 'radio' || control.type === 'checkbox'
  return isOneOfMany ? `${control.name}=${control.value}` : control.name
}

function collect(form: HTMLFormElement): Draft {
  const kept = namedControls(form).filter(isKept)
  return Object.fromEntries(
    kept.map((control) => [
      slot(control),
      'checked' in control && isTick(control) ? control.checked : control.value,
    ]),
  )
}

function isTick(control: Element): control is HTMLInputElement {
  return control instanceof HTMLInputElement && (control.type === 'radio' || control.type === 'checkbox')
}

/** Writes through the native setters and dispatches events, so that controlled fields update. */
function restore(form: HTMLFormElement, draft: Draft) {
  for (const control of namedControls(form).filter(isKept)) {
    const kept = draft[slot(control)]
    if (kept === undefined) continue
    if (isTick(control)) {
      if (control.checked !== kept && (control.type === 'checkbox' || kept === true)) control.click()
      continue
    }
    if (control.value === kept) continue
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), 'value')?.set?.call(control, String(kept))
    control.dispatchEvent(
      new Event(control instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }),
    )
  }
}
