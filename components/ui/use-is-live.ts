'use client'
import { useSyncExternalStore } from 'react'

/**
 * False on the server and until the page listens, true from then on: what only works in a living page, such as
 * a shortcut, is announced once it works. The effects of the page's parts have run by then.
 */
export function useIsLive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

const never = () => () => undefined
