'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { Button } from '~/components/ui/links/button'
import type { ReverseForm } from './reverse-form'

type Props = Omit<Parameters<typeof ReverseForm>[0], 'onClose'> & { refusal: string | undefined }

const Loaded = lazy(async () => ({ default: (await import('./reverse-form')).ReverseForm }))

/** Sets the name that an address answers with; the form is loaded on demand. */
export function SetReverse({ refusal, ...form }: Props) {
  const t = useTranslations('names.reverse')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        disabledReason={refusal}
        onClick={() => setOpen(true)}
        aria-label={t('inFull', { address: form.address })}
      >
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
