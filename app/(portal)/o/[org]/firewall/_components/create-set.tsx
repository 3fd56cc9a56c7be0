'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { CreateSetForm } from './create-set-form'

type Props = Omit<Parameters<typeof CreateSetForm>[0], 'onClose'> & { refusal: string | undefined }

const Loaded = lazy(async () => ({ default: (await import('./create-set-form')).CreateSetForm }))

/** Creates a rule set from a template; its form is loaded on demand. */
export function CreateSet({ refusal, ...form }: Props) {
  const t = useTranslations('firewall.create')
  return (
    <DialogButton variant="primary" refusal={refusal} label={t('open')}>
      {(onClose) => <Loaded {...form} onClose={onClose} />}
    </DialogButton>
  )
}
