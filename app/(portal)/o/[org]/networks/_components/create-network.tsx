'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { NetworkForm } from './network-form'

type Props = Omit<Parameters<typeof NetworkForm>[0], 'onClose'> & { refusal: string | undefined }

const Loaded = lazy(async () => ({ default: (await import('./network-form')).NetworkForm }))

/** Opens the form for a new network, which is loaded on demand. */
export function CreateNetwork({ refusal, ...form }: Props) {
  const t = useTranslations('networks.create')
  return (
    <DialogButton variant="primary" refusal={refusal} label={t('open')}>
      {(onClose) => <Loaded {...form} onClose={onClose} />}
    </DialogButton>
  )
}
