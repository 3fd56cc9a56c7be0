'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { SecretDialog } from '~/components/ui/overlays/secret-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { MeteringKeyView } from '~/lib/usage/client'
import { confirmStaffIdentityAction } from '../../../security/actions'
import { replaceMeteringKeyAction, withdrawMeteringKeyAction } from '../actions'
import { useSecretWords } from './use-secret-words'

type Props = { keyId: MeteringKeyView['id']; name: string; mayReplace: boolean }

/** Replaces or revokes a metering key. */
export function KeyActions({ keyId, name, mayReplace }: Props) {
  const t = useTranslations('metering')
  const words = useSecretWords()
  const router = useRouter()
  const [open, setOpen] = useState<'replace' | 'withdraw' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const close = () => setOpen(null)
  const prove = (proof: string) => confirmStaffIdentityAction({ proof })
  return (
    <span className="flex flex-wrap gap-2">
      {mayReplace && (
        <Button
          size="sm"
          variant="quiet"
          aria-label={t('replaceNamed', { name })}
          onClick={() => setOpen('replace')}
        >
          {t('replace')}
        </Button>
      )}
      <Button
        size="sm"
        variant="quiet"
        aria-label={t('withdrawNamed', { name })}
        onClick={() => setOpen('withdraw')}
      >
        {t('withdraw')}
      </Button>
      <LateConfirmDialog
        isOpen={open === 'replace'}
        onClose={close}
        title={t('replaceNamed', { name })}
        confirmLabel={t('replace')}
        prove={prove}
        onConfirm={async () => {
          const result = await replaceMeteringKeyAction({ keyId })
          if (result.ok) setSecret(result.data.secret)
          return result
        }}
      >
        <p>{t('replaceText')}</p>
      </LateConfirmDialog>
      <LateConfirmDialog
        isOpen={open === 'withdraw'}
        onClose={close}
        title={t('withdrawNamed', { name })}
        confirmLabel={t('withdraw')}
        danger
        prove={prove}
        onConfirm={async () => {
          const result = await withdrawMeteringKeyAction({ keyId })
          if (result.ok) {
            showToast('ok', t('withdrawn'))
            router.refresh()
          }
          return result
        }}
      >
        <p>{t('withdrawText')}</p>
      </LateConfirmDialog>
      {secret && (
        <SecretDialog
          words={words}
          secret={secret}
          onClose={() => {
            setSecret(null)
            router.refresh()
          }}
        />
      )}
    </span>
  )
}
