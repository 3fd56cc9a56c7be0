'use client'
import { useState, useTransition } from 'react'

/**
 * What a press sends, once. It lasts until all that it changed is shown, whatever else the page fetches meanwhile; a refusal
 * ends it earlier, by `endSending` beside the state that says why, so that both show together: a press is taken as soon as the
 * words for it stand there.
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
