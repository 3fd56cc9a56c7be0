'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { Button } from '~/components/ui/links/button'
import type { RenameForm } from './rename-form'

type Props = Omit<Parameters<typeof RenameForm>[0], 'onClose'> & { refusal: string | undefined }

const Loaded = lazy(async () => ({ default: (await import('./rename-form')).RenameForm }))

export function RenameSet({ refusal, ...form }: Props) {
  const t = useTranslations('firewall.rename')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        disabledReason={refusal}
        onClick={() => setOpen(true)}
        aria-label={t('openInFull', { name: form.name })}
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
