'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FormDialog } from '~/components/form/form-dialog'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { cancelMaintenanceAction, changeMaintenanceAction } from '../actions'
import { WindowFields, type WindowTexts } from './window-fields'

/** Actions on maintenance before it begins. */
export function WindowButtons({ maintenanceId, texts }: { maintenanceId: string; texts: WindowTexts }) {
  const t = useTranslations('incidents.maintenance')
  const router = useRouter()
  const [isAsked, setAsked] = useState(false)
  return (
    <>
      <FormDialog
        label={t('change')}
        title={t('change')}
        submit={t('change')}
        done={t('changed')}
        action={changeMaintenanceAction}
        extra={{ maintenanceId }}
        size="lg"
      >
        <p>{t('changeText')}</p>
        <WindowFields of={texts} />
      </FormDialog>
      <Button size="sm" onClick={() => setAsked(true)}>
        {t('cancel')}
      </Button>
      <LateConfirmDialog
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t('cancel')}
        confirmLabel={t('cancel')}
        danger
        onConfirm={async () => {
          const result = await cancelMaintenanceAction({ maintenanceId })
          if (result.ok) {
            showToast('ok', t('cancelled'))
            router.refresh()
          }
          return result
        }}
      >
        <p>{t('cancelText')}</p>
      </LateConfirmDialog>
    </>
  )
}
