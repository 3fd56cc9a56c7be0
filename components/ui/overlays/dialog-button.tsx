'use client'
import { type ReactNode, Suspense, useState } from 'react'
import { Button, type ButtonProps } from '../links/button'

type Props = Pick<ButtonProps, 'variant' | 'size'> & {
  label: string
  /** Accessible label, when several buttons have the same label. */
  labelInFull?: string | undefined
  /** Why the person may not: the button gives the reason. */
  refusal: string | undefined
  /** The dialog, usually loaded on demand: mounted while it is open. */
  children: (onClose: () => void) => ReactNode
}

/** A button that opens a dialog. */
export function DialogButton({ label, labelInFull, refusal, children, ...look }: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        {...look}
        disabledReason={refusal}
        onClick={() => setOpen(true)}
        {...(labelInFull && { 'aria-label': labelInFull })}
      >
        {label}
      </Button>
      {isOpen && <Suspense fallback={null}>{children(() => setOpen(false))}</Suspense>}
    </>
  )
}
