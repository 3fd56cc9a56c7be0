'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { annulPricesAction } from '../actions'

/** Cancels an announced price: the current one stays in force. */
export function AnnulButton({ bundleId, validFrom }: { bundleId: string; validFrom: string }) {
  const t = useTranslations('pricing')
  const router = useRouter()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        {t('annul')}
      </Button>
      <LateConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('annulTitle')}
        confirmLabel={t('annul')}
        onConfirm={async () => {
          const result = await annulPricesAction({ bundleId, validFrom })
          if (result.ok) {
            setAsking(false)
            showToast('ok', t('annulled'))
            router.refresh()
          }
          return result
        }}
      >
        <p>{t('annulText')}</p>
      </LateConfirmDialog>
    </>
  )
}
