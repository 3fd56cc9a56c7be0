'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { FieldContext } from '~/components/ui/fields/field-context'
import { Select } from '~/components/ui/fields/select'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { SecretDialog } from '~/components/ui/overlays/secret-dialog'
import type { TokenView } from '~/lib/identity/client'
import { revokeTokenAction, rotateTokenAction } from '../actions'
import { useSecretWords } from './use-secret-words'

type Props = { organisationId: string; token: TokenView }

const overlaps = [0, 1, 24] as const

/** Replace the secret of one's own token, or end a token. */
export function TokenActions({ organisationId, token }: Props) {
  const t = useTranslations('tokens')
  const words = useSecretWords()
  const [secret, setSecret] = useState<string | null>(null)
  const [overlapHours, setOverlapHours] = useState(24)
  const { id: tokenId, name } = token
  const mayRotate = token.isExpired ? t('expiredStays') : token.isOwn ? undefined : t('ofOthers')
  return (
    <span className="flex gap-1.5 whitespace-nowrap">
      <ConfirmButton
        size="sm"
        label={t('rotate')}
        refusal={mayRotate}
        title={t('rotateTitle', { name })}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await rotateTokenAction({ organisationId, tokenId, overlapHours })
          if (result.ok) setSecret(result.data.secret)
          return result
        }}
      >
        <p>{t('rotateText')}</p>
        <FieldContext value={null}>
          <Select
            name="overlap"
            label={t('overlap')}
            value={String(overlapHours)}
            onChange={(event) => setOverlapHours(Number(event.currentTarget.value))}
            options={overlaps.map((hours) => ({ value: String(hours), label: t('overlapHours', { hours }) }))}
          />
        </FieldContext>
      </ConfirmButton>
      <ConfirmButton
        size="sm"
        variant="quiet"
        label={t('revoke')}
        refusal={undefined}
        title={t('revokeTitle', { name })}
        danger
        onConfirm={() => revokeTokenAction({ organisationId, tokenId })}
        done={t('revoked')}
      >
        <p>{t('revokeText')}</p>
      </ConfirmButton>
      {secret && <SecretDialog secret={secret} words={words} onClose={() => setSecret(null)} />}
    </span>
  )
}
