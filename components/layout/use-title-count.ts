'use client'
import { useEffect } from 'react'

/**
 * The title of a tab with the number of waiting items before it; without them, the title alone. A title that has not
 * arrived gets none. Pure.
 */
export function countedTitle(title: string, count: number): string {
  const own = title.replace(/^\(\d+\)( |$)/, '')
  return count > 0 && own !== '' ? `(${count}) ${own}` : own
}

/** Shows this number before the title of every page, also after a navigation. */
export function useTitleCount(count: number): void {
  useEffect(() => {
    const show = () => {
      const wanted = countedTitle(document.title, count)
      if (document.title !== wanted) document.title = wanted
    }
    show()
    // A navigation replaces the title.
    const observer = new MutationObserver(show)
    observer.observe(document.head, { childList: true, characterData: true, subtree: true })
    return () => observer.disconnect()
  }, [count])
}
