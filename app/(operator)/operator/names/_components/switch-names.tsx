'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { switchNamesAction } from '../actions'

/** Switched off, every record is withdrawn. */
export function SwitchNames({ isOn, refusal }: { isOn: boolean; refusal: string | undefined }) {
  const t = useTranslations('nameService')
  const router = useRouter()
  const [isAsked, setAsked] = useState(false)
  const label = isOn ? t('switchOff') : t('switchOn')
  return (
    <>
      <Button size="sm" variant="quiet" disabledReason={refusal} onClick={() => setAsked(true)}>
        {label}
      </Button>
      <ConfirmDialog
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={isOn ? t('switchOffTitle') : t('switchOnTitle')}
        confirmLabel={label}
        danger={isOn}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await switchNamesAction({ isOn: !isOn })
          if (result.ok) router.refresh()
          return result
        }}
      >
        <p>{isOn ? t('switchOffText') : t('switchOnText')}</p>
      </ConfirmDialog>
    </>
  )
}
