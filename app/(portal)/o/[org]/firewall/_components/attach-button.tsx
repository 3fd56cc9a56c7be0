'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useState } from 'react'
import { Button } from '~/components/ui/links/button'
import type { AttachDialog } from './attach-dialog'

type Props = Omit<Parameters<typeof AttachDialog>[0], 'onClose'> & { refusal: string | undefined }

const Loaded = lazy(async () => ({ default: (await import('./attach-dialog')).AttachDialog }))

/** Attaches a rule set to a network or a server. */
export function AttachButton({ refusal, ...dialog }: Props) {
  const t = useTranslations('firewall')
  const [isOpen, setOpen] = useState(false)
  const none = dialog.networks.length + dialog.servers.length === 0 ? t('attach.none') : undefined
  return (
    <>
      <Button
        size="sm"
        disabledReason={refusal ?? none}
        onClick={() => setOpen(true)}
        aria-label={t('attach.openInFull', { name: dialog.setName })}
      >
        {t('attach.open')}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <Loaded {...dialog} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
