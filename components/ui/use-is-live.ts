'use client'
import { useSyncExternalStore } from 'react'

/**
 * False on the server and until hydration, true afterwards: features that need script, such as a shortcut, are
 * announced once they work. The effects of the page's parts have run by then.
 */
export function useIsLive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

const never = () => () => undefined
