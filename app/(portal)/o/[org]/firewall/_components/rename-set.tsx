'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { RenameForm } from './rename-form'

type Props = Omit<Parameters<typeof RenameForm>[0], 'onClose'> & { refusal: string | undefined }

const Loaded = lazy(async () => ({ default: (await import('./rename-form')).RenameForm }))

export function RenameSet({ refusal, ...form }: Props) {
  const t = useTranslations('firewall.rename')
  return (
    <DialogButton
      size="sm"
      variant="quiet"
      refusal={refusal}
      label={t('open')}
      labelInFull={t('openInFull', { name: form.name })}
    >
      {(onClose) => <Loaded {...form} onClose={onClose} />}
    </DialogButton>
  )
}
