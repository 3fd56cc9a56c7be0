'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { switchAcmeAction } from '../actions'

/** Switched off, nothing is ordered or renewed. */
export function SwitchAcme({ isOn, refusal }: { isOn: boolean; refusal: string | undefined }) {
  const t = useTranslations('acme')
  const router = useRouter()
  const title = isOn ? t('switchOffTitle') : t('switchOnTitle')
  return (
    <ConfirmButton
      size="sm"
      variant="quiet"
      label={isOn ? t('switchOff') : t('switchOn')}
      labelInFull={title}
      refusal={refusal}
      title={title}
      danger={isOn}
      prove={(proof) => confirmStaffIdentityAction({ proof })}
      onConfirm={() => switchAcmeAction({ isOn: !isOn })}
      onDone={() => router.refresh()}
    >
      <p>{isOn ? t('switchOffText') : t('switchOnText')}</p>
    </ConfirmButton>
  )
}
