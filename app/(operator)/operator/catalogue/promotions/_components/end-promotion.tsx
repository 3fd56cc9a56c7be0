'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { endPromotionAction } from '../actions'

/** Ends a promotion for new orders. */
export function EndPromotion({ promotionId, name }: { promotionId: string; name: string }) {
  const t = useTranslations('pricing.promotions')
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" variant="quiet" aria-label={t('endNamed', { name })} onClick={() => setOpen(true)}>
        {t('end')}
      </Button>
      <LateConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('endNamed', { name })}
        confirmLabel={t('end')}
        onConfirm={async () => {
          const result = await endPromotionAction({ promotionId })
          if (result.ok) {
            setOpen(false)
            showToast('ok', t('ended'))
            router.refresh()
          }
          return result
        }}
      >
        <p>{t('endText')}</p>
      </LateConfirmDialog>
    </>
  )
}
