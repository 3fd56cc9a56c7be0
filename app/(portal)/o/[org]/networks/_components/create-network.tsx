'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { Button } from '~/components/ui/links/button'
import type { NetworkForm } from './network-form'

type Props = Omit<Parameters<typeof NetworkForm>[0], 'onClose'> & { refusal: string | undefined }

const Loaded = lazy(async () => ({ default: (await import('./network-form')).NetworkForm }))

/** Opens the form for a new network, which is loaded on demand. */
export function CreateNetwork({ refusal, ...form }: Props) {
  const t = useTranslations('networks.create')
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
