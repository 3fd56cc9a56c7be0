'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { TicketForm } from './ticket-form'

type Props = Omit<Parameters<typeof TicketForm>[0], 'onClose'> & { refusal: string | undefined }

const Loaded = lazy(async () => ({ default: (await import('./ticket-form')).TicketForm }))

/** Opens a ticket; its form is loaded on demand. */
export function OpenTicket({ refusal, ...form }: Props) {
  const t = useTranslations('support.form')
  return (
    <DialogButton variant="primary" refusal={refusal} label={t('open')}>
      {(onClose) => <Loaded {...form} onClose={onClose} />}
    </DialogButton>
  )
}
