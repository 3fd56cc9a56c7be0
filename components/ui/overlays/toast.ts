import type { Tone } from '../display/state-pill'

export type Toast = { id: number; tone: Tone; text: string; action?: { label: string; run: () => void } }

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function publish(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

/** Shows a short message at the bottom of the page. Errors stay until dismissed. Browser only. */
export function showToast(tone: Tone, text: string, action?: Toast['action']) {
  publish([...toasts.slice(-3), { id: nextId++, tone, text, ...(action && { action }) }])
}

export function dismissToast(id: number) {
  publish(toasts.filter((toast) => toast.id !== id))
}

export const toastStore = {
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  get: () => toasts,
}
