'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { ReverseForm } from './reverse-form'

type Props = Omit<Parameters<typeof ReverseForm>[0], 'onClose'> & { refusal: string | undefined }

const Loaded = lazy(async () => ({ default: (await import('./reverse-form')).ReverseForm }))

/** Sets the name that an address answers with; the form is loaded on demand. */
export function SetReverse({ refusal, ...form }: Props) {
  const t = useTranslations('names.reverse')
  return (
    <DialogButton
      size="sm"
      variant="quiet"
      refusal={refusal}
      label={t('open')}
      labelInFull={t('inFull', { address: form.address })}
    >
      {(onClose) => <Loaded {...form} onClose={onClose} />}
    </DialogButton>
  )
}
