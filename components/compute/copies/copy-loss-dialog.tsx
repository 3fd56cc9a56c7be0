'use client'
import { useLocale } from 'next-intl'
import type { ComponentProps } from 'react'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { Locale } from '~/lib/kernel/text/format'
import type { CopyView } from '~/lib/resources/client'
import { copyMoment } from './copy-moment'

type Confirm = ComponentProps<typeof ConfirmDialog>
type Props = Pick<Confirm, 'title' | 'confirmLabel' | 'onClose' | 'onConfirm' | 'typeName'> & {
  copy: Pick<CopyView, 'takenAt' | 'createdAt'>
  /** The loss, relative to the moment of the copy. */
  text: (at: string) => string
  prove: NonNullable<Confirm['prove']>
}

/** Confirms a loss of data, of a copy or of the disk that it is restored to, with a second factor. */
export function CopyLossDialog({ copy, text, ...confirm }: Props) {
  const locale = useLocale() as Locale
  return (
    <ConfirmDialog isOpen danger {...confirm}>
      <p>{text(copyMoment(copy, locale))}</p>
    </ConfirmDialog>
  )
}
