'use client'
import { useTranslations } from 'next-intl'
import { Button } from '~/components/ui/button'
import { Callout } from '~/components/ui/callout'
import { Copyable } from '~/components/ui/copyable'
import { Dialog } from '~/components/ui/dialog'

/** A secret, shown this once. Mounted while there is one to show. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTranslations('webhooks')
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('secret')}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('secretKept')}
        </Button>
      }
    >
      <Callout tone="warn">{t('secretOnce')}</Callout>
      <p className="wrap-anywhere">
        <Copyable text={secret} what={t('secret')} />
      </p>
      <p className="text-ink-2">{t('secretText')}</p>
    </Dialog>
  )
}
