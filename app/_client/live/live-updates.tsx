'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** Keeps the queries of this page up to date. Its code is loaded after the page's: until then pages poll. */
export function LiveUpdates({ path }: { path: string }) {
  const client = useQueryClient()
  useEffect(() => {
    let end: (() => void) | null = () => undefined
    import('./keep-updated').then(
      ({ keepUpdated }) => {
        if (end) end = keepUpdated(client, path)
      },
      () => undefined,
    )
    return () => {
      end?.()
      end = null
    }
  }, [client, path])
  return null
}
