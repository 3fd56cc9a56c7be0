'use client'
import { lazy, Suspense, useState } from 'react'
import { Button } from '~/components/ui/links/button'
import type { ChangeDialog } from './change-dialog'

type Props = Omit<Parameters<typeof ChangeDialog>[0], 'onClose'> & {
  label: string
  /** Accessible label, when several buttons have the same label. */
  labelInFull?: string
  refusal: string | undefined
}

const Loaded = lazy(async () => ({ default: (await import('./change-dialog')).ChangeDialog }))

/** A change that needs no further question: opens its preview, which is loaded on demand. */
export function EditButton({ label, labelInFull, refusal, ...dialog }: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        disabledReason={refusal}
        onClick={() => setOpen(true)}
        {...(labelInFull && { 'aria-label': labelInFull })}
      >
        {label}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <Loaded {...dialog} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
