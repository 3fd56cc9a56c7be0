'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { FormDialog } from '~/components/form/form-dialog'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { cancelMaintenanceAction, changeMaintenanceAction } from '../actions'
import { WindowFields, type WindowTexts } from './window-fields'

/** Actions on maintenance before it begins. */
export function WindowButtons({ maintenanceId, texts }: { maintenanceId: string; texts: WindowTexts }) {
  const t = useTranslations('incidents.maintenance')
  const router = useRouter()
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
      <ConfirmButton
        size="sm"
        label={t('cancel')}
        refusal={undefined}
        title={t('cancel')}
        danger
        onConfirm={() => cancelMaintenanceAction({ maintenanceId })}
        done={t('cancelled')}
        onDone={() => router.refresh()}
      >
        <p>{t('cancelText')}</p>
      </ConfirmButton>
    </>
  )
}
