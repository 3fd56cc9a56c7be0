'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { SecretDialog } from '~/components/ui/overlays/secret-dialog'
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
  const [secret, setSecret] = useState<string | null>(null)
  const prove = (proof: string) => confirmStaffIdentityAction({ proof })
  return (
    <span className="flex flex-wrap gap-2">
      {mayReplace && (
        <ConfirmButton
          size="sm"
          variant="quiet"
          label={t('replace')}
          labelInFull={t('replaceNamed', { name })}
          refusal={undefined}
          title={t('replaceNamed', { name })}
          prove={prove}
          onConfirm={async () => {
            const result = await replaceMeteringKeyAction({ keyId })
            if (result.ok) setSecret(result.data.secret)
            return result
          }}
        >
          <p>{t('replaceText')}</p>
        </ConfirmButton>
      )}
      <ConfirmButton
        size="sm"
        variant="quiet"
        label={t('withdraw')}
        labelInFull={t('withdrawNamed', { name })}
        refusal={undefined}
        title={t('withdrawNamed', { name })}
        danger
        prove={prove}
        onConfirm={() => withdrawMeteringKeyAction({ keyId })}
        done={t('withdrawn')}
        onDone={() => router.refresh()}
      >
        <p>{t('withdrawText')}</p>
      </ConfirmButton>
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
