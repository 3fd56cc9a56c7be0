'use client'
import { lazy } from 'react'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { ChangeDialog } from './change-dialog'

type Props = Omit<Parameters<typeof ChangeDialog>[0], 'onClose'> & {
  label: string
  /** Accessible label, when several buttons have the same label. */
  labelInFull?: string | undefined
  refusal: string | undefined
}

const Loaded = lazy(async () => ({ default: (await import('./change-dialog')).ChangeDialog }))

/** A change that needs no further question: opens its preview, which is loaded on demand. */
export function EditButton({ label, labelInFull, refusal, ...dialog }: Props) {
  return (
    <DialogButton size="sm" variant="quiet" {...{ label, labelInFull, refusal }}>
      {(onClose) => <Loaded {...dialog} onClose={onClose} />}
    </DialogButton>
  )
}
