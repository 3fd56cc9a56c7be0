'use client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ToastRegion } from '~/components/ui/overlays/toast-region'
import { useSendKey } from './use-send-key'

const freshMs = 5_000

/** The providers of all client code. One query client per page load: no data is shared between people. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({ defaultOptions: { queries: { staleTime: freshMs }, mutations: { retry: false } } }),
  )
  useSendKey()
  return (
    <QueryClientProvider client={client}>
      {children}
      <ToastRegion />
    </QueryClientProvider>
  )
}
