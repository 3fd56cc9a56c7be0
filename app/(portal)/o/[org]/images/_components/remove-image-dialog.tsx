'use client'
import { useLocale, useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { formatDateTime, type Locale } from '~/lib/kernel/text/format'
import type { PrivateImageView } from '~/lib/resources/client'

type Confirm = ComponentProps<typeof ConfirmDialog>
type Props = {
  image: PrivateImageView
  onClose: () => void
  prove: NonNullable<Confirm['prove']>
  onConfirm: Confirm['onConfirm']
}

/** Before an image goes: what can no longer be ordered, and a proof of who asks. */
export function RemoveImageDialog({ image, onClose, prove, onConfirm }: Props) {
  const t = useTranslations('images')
  const locale = useLocale() as Locale
  const at = formatDateTime(new Date(image.takenAt ?? image.createdAt), locale)
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('removeTitle', { name: image.name })}
      confirmLabel={t('remove')}
      danger
      prove={prove}
      onConfirm={onConfirm}
    >
      <p>{image.state === 'failed' ? t('removeFailedText') : t('removeText', { at })}</p>
    </ConfirmDialog>
  )
}
