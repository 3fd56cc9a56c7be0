'use client'
import { type ComponentProps, lazy, Suspense } from 'react'
import type FormInDialog from './form-in-dialog'

const Loaded = lazy(() => import('./form-in-dialog'))

/** `FormInDialog` while `isOpen`: its code is loaded when it first opens. */
export function LateFormInDialog<I, T>({
  isOpen,
  ...dialog
}: ComponentProps<typeof FormInDialog<I, T>> & { isOpen: boolean }) {
  if (!isOpen) return null
  const Form = Loaded as unknown as typeof FormInDialog<I, T>
  return (
    <Suspense fallback={null}>
      <Form {...dialog} />
    </Suspense>
  )
}
