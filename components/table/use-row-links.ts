'use client'
import { useRouter } from 'next/navigation'
import { type RefObject, useEffect } from 'react'

/** A plain press on a row's link navigates without a full page load, like a `Link` per row would. */
export function useRowLinks(frame: RefObject<HTMLElement | null>) {
  const router = useRouter()
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const onClick = (event: MouseEvent) => {
      const isPlain =
        event.button === 0 && !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey
      if (!isPlain || event.defaultPrevented || !(event.target instanceof Element)) return
      const link = event.target.closest<HTMLAnchorElement>('a[data-row-link]')
      if (!link) return
      event.preventDefault()
      router.push(link.pathname + link.search)
    }
    element.addEventListener('click', onClick)
    return () => element.removeEventListener('click', onClick)
  }, [frame, router])
}
