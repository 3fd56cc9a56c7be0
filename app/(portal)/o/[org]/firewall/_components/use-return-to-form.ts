import { useEffect, useRef } from 'react'

/**
 * The `ref` of a form that a later step hides. When that step ends, its button disappears with the focus, and the first
 * field of the form takes it.
 */
export function useReturnToForm(isHidden: boolean) {
  const form = useRef<HTMLDivElement>(null)
  const wasHidden = useRef(isHidden)
  useEffect(() => {
    if (wasHidden.current && !isHidden) form.current?.querySelector<HTMLElement>('select, input')?.focus()
    wasHidden.current = isHidden
  }, [isHidden])
  return form
}
