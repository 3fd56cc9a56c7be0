'use client'
import { useTranslations } from 'next-intl'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { Id } from '~/lib/kernel/ids'
import { withdrawSellerChangeAction } from '../actions'

/** The proposer withdraws the change. */
export function SellerChangeWithdrawal({ changeId }: { changeId: Id<'sellerChange'> }) {
  const t = useTranslations('sellerChanges')
  return (
    <ConfirmButton
      size="sm"
      label={t('withdraw')}
      refusal={undefined}
      title={t('withdrawTitle')}
      onConfirm={() => withdrawSellerChangeAction({ changeId })}
      done={t('withdrawn')}
    >
      <p>{t('withdrawText')}</p>
    </ConfirmButton>
  )
}
