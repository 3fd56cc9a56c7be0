'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { switchAcmeAction } from '../actions'

/** Switched off, nothing is ordered or renewed. */
export function SwitchAcme({ isOn, refusal }: { isOn: boolean; refusal: string | undefined }) {
  const t = useTranslations('acme')
  const router = useRouter()
  const [isAsked, setAsked] = useState(false)
  const title = isOn ? t('switchOffTitle') : t('switchOnTitle')
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        disabledReason={refusal}
        onClick={() => setAsked(true)}
        aria-label={title}
      >
        {isOn ? t('switchOff') : t('switchOn')}
      </Button>
      <ConfirmDialog
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={title}
        confirmLabel={isOn ? t('switchOff') : t('switchOn')}
        danger={isOn}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await switchAcmeAction({ isOn: !isOn })
          if (result.ok) router.refresh()
          return result
        }}
      >
        <p>{isOn ? t('switchOffText') : t('switchOnText')}</p>
      </ConfirmDialog>
    </>
  )
}
