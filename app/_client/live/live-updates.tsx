'use client'
import { useEffect } from 'react'

/** Keeps the queries of this page up to date. Its code is loaded after the page's: until then pages poll. */
export function LiveUpdates({ path }: { path: string }) {
  useEffect(() => {
    let end: (() => void) | null = () => undefined
    import('./start-updates').then(
      ({ startUpdates }) => {
        if (end) end = startUpdates(path)
      },
      () => undefined,
    )
    return () => {
      end?.()
      end = null
    }
  }, [path])
  return null
}
