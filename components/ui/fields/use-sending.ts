'use client'
import { useState, useTransition } from 'react'

/**
 * The pending state of a press. It lasts until all of its changes are shown, independent of other fetches of the
 * page; a refusal ends it earlier, through `endSending` next to the state with the reason, so that both render
 * together: a press is accepted as soon as the reason is visible.
 */
export function useSending() {
  const [isUnderway, startTransition] = useTransition()
  const [isRefused, setRefused] = useState(false)
  return {
    isSending: isUnderway && !isRefused,
    startSending(work: () => Promise<void>) {
      setRefused(false)
      startTransition(work)
    },
    endSending: () => setRefused(true),
  }
}
