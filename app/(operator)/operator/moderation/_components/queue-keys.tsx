'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

type Props = { hrefs: readonly string[]; current: number }

/** j and k walk the queue, while one is not typing and no dialog is open. */
export function QueueKeys({ hrefs, current }: Props) {
  const router = useRouter()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const move = { j: 1, k: -1 }[event.key]
      if (move === undefined || !isFree(event)) return
      const href = hrefs[Math.min(hrefs.length - 1, Math.max(0, current + move))]
      if (href) router.replace(href, { scroll: false })
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [hrefs, current, router])
  return null
}

/** Whether a letter is a command here, and not text or another shortcut. */
export function isFree(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return false
  if (document.querySelector('dialog[open], [role="menu"]')) return false
  const { target } = event
  return !(
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select'))
  )
}
