'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { switchNamesAction } from '../actions'

/** Switched off, every record is withdrawn. */
export function SwitchNames({ isOn, refusal }: { isOn: boolean; refusal: string | undefined }) {
  const t = useTranslations('nameService')
  const router = useRouter()
  return (
    <ConfirmButton
      size="sm"
      variant="quiet"
      label={isOn ? t('switchOff') : t('switchOn')}
      refusal={refusal}
      title={isOn ? t('switchOffTitle') : t('switchOnTitle')}
      danger={isOn}
      prove={(proof) => confirmStaffIdentityAction({ proof })}
      onConfirm={() => switchNamesAction({ isOn: !isOn })}
      onDone={() => router.refresh()}
    >
      <p>{isOn ? t('switchOffText') : t('switchOnText')}</p>
    </ConfirmButton>
  )
}
