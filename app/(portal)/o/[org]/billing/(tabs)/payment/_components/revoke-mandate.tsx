'use client'
import { useTranslations } from 'next-intl'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { revokeMandateAction } from '../actions'

/** Revokes the mandate, after a warning: debits that are not with a bank yet are cancelled. */
export function RevokeMandate({ organisationId, reference }: { organisationId: string; reference: string }) {
  const t = useTranslations('payments')
  return (
    <ConfirmButton
      size="sm"
      label={t('revoke')}
      refusal={undefined}
      title={t('revokeTitle', { reference })}
      danger
      prove={(proof) => confirmIdentityAction({ proof })}
      onConfirm={() => revokeMandateAction({ organisationId, reference })}
    >
      {t('revokeText')}
    </ConfirmButton>
  )
}
