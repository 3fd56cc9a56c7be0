'use client'
import { type ComponentProps, lazy, Suspense } from 'react'
import type { ConfirmDialog } from './confirm-dialog'

const Loaded = lazy(async () => ({ default: (await import('./confirm-dialog')).ConfirmDialog }))

/** `ConfirmDialog` for pages that rarely need it: its code is loaded when it opens. */
export function LateConfirmDialog(props: ComponentProps<typeof ConfirmDialog>) {
  if (!props.isOpen) return null
  return (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  )
}
