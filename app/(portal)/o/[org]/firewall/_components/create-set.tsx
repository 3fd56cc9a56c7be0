'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { Button } from '~/components/ui/links/button'
import type { CreateSetForm } from './create-set-form'

type Props = Omit<Parameters<typeof CreateSetForm>[0], 'onClose'> & { refusal: string | undefined }

const Loaded = lazy(async () => ({ default: (await import('./create-set-form')).CreateSetForm }))

/** Creates a rule set from a template; its form is loaded on demand. */
export function CreateSet({ refusal, ...form }: Props) {
  const t = useTranslations('firewall.create')
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
