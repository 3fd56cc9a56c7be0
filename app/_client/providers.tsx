'use client'
import type { ReactNode } from 'react'
import { ToastRegion } from '~/components/ui/overlays/toast-region'
import { useSendKey } from './use-send-key'

/** What every page has: the key that sends a form, and the region of messages. */
export function Providers({ children }: { children: ReactNode }) {
  useSendKey()
  return (
    <>
      {children}
      <ToastRegion />
    </>
  )
}
