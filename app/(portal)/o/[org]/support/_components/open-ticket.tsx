'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { Button } from '~/components/ui/links/button'
import type { TicketForm } from './ticket-form'

type Props = Omit<Parameters<typeof TicketForm>[0], 'onClose'> & { refusal: string | undefined }

const Loaded = lazy(async () => ({ default: (await import('./ticket-form')).TicketForm }))

/** Opens a ticket; its form is loaded on demand. */
export function OpenTicket({ refusal, ...form }: Props) {
  const t = useTranslations('support.form')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="primary" disabledReason={refusal} onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <Loaded {...form} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
