'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FieldContext } from '~/components/ui/fields/field-context'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { StaffView } from '~/lib/identity/client'
import type { ActionResult } from '~/lib/kernel/action-result'
import { disableStaffAction, enableStaffAction, resetStaffFactorAction } from '../actions'
import { ChangeRoles } from './change-roles'

const prove = (proof: string) => confirmStaffIdentityAction({ proof })

/** An administrator's actions on a colleague's account; none on their own. */
export function StaffActions({ staff }: { staff: StaffView }) {
  const t = useTranslations('staff')
  const [open, setOpen] = useState<'disable' | 'enable' | 'reset' | null>(null)
  const [reason, setReason] = useState('')
  const { id: staffId, fullName: name, isSelf, isLastAdministrator } = staff
  const refusal = isLastAdministrator ? t('lastAdministrator') : isSelf ? t('ownAccount') : undefined
  const close = () => setOpen(null)
  const said = async (act: Promise<ActionResult<void>>, text: string) => {
    const result = await act
    if (result.ok) showToast('ok', text)
    return result
  }
  return (
    <span className="flex gap-1.5">
      <ChangeRoles staff={staff} refusal={refusal} />
      {staff.hasSecondFactor && (
        <Button size="sm" variant="quiet" disabledReason={refusal} onClick={() => setOpen('reset')}>
          {t('reset')}
        </Button>
      )}
      {staff.disabledAt ? (
        <Button size="sm" onClick={() => setOpen('enable')}>
          {t('enable')}
        </Button>
      ) : (
        <Button size="sm" variant="quiet" disabledReason={refusal} onClick={() => setOpen('disable')}>
          {t('disable')}
        </Button>
      )}
      <ConfirmDialog
        isOpen={open === 'disable'}
        onClose={close}
        title={t('disableTitle', { name })}
        confirmLabel={t('disable')}
        danger
        prove={prove}
        onConfirm={() => said(disableStaffAction({ staffId, reason }), t('disableDone', { name }))}
      >
        <p>{t('disableText')}</p>
        <FieldContext value={null}>
          <TextField
            name="reason"
            label={t('reason')}
            value={reason}
            maxLength={300}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </FieldContext>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={open === 'enable'}
        onClose={close}
        title={t('enableTitle', { name })}
        confirmLabel={t('enable')}
        prove={prove}
        onConfirm={() => said(enableStaffAction({ staffId }), t('enableDone', { name }))}
      >
        <p>{t('enableText')}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={open === 'reset'}
        onClose={close}
        title={t('resetTitle', { name })}
        confirmLabel={t('reset')}
        danger
        prove={prove}
        onConfirm={() => said(resetStaffFactorAction({ staffId }), t('resetDone', { name }))}
      >
        <p>{t('resetText')}</p>
      </ConfirmDialog>
    </span>
  )
}
