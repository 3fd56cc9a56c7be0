'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { endPromotionAction } from '../actions'

/** Ends a promotion for new orders. */
export function EndPromotion({ promotionId, name }: { promotionId: string; name: string }) {
  const t = useTranslations('pricing.promotions')
  const router = useRouter()
  return (
    <ConfirmButton
      size="sm"
      variant="quiet"
      label={t('end')}
      labelInFull={t('endNamed', { name })}
      refusal={undefined}
      title={t('endNamed', { name })}
      onConfirm={() => endPromotionAction({ promotionId })}
      done={t('ended')}
      onDone={() => router.refresh()}
    >
      <p>{t('endText')}</p>
    </ConfirmButton>
  )
}
