'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { annulPricesAction } from '../actions'

/** Cancels an announced price: the current one stays in force. */
export function AnnulButton({ bundleId, validFrom }: { bundleId: string; validFrom: string }) {
  const t = useTranslations('pricing')
  const router = useRouter()
  return (
    <ConfirmButton
      size="sm"
      label={t('annul')}
      refusal={undefined}
      title={t('annulTitle')}
      onConfirm={() => annulPricesAction({ bundleId, validFrom })}
      done={t('annulled')}
      onDone={() => router.refresh()}
    >
      <p>{t('annulText')}</p>
    </ConfirmButton>
  )
}
