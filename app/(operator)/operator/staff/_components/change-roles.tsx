'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { FieldContext } from '~/components/ui/fields/field-context'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { StaffView } from '~/lib/identity/client'
import { staffRoles } from '~/lib/kernel/op-context'
import { changeStaffRolesAction } from '../actions'

type Props = { staff: StaffView; refusal: string | undefined }

/** The roles of a colleague; their permissions add up. */
export function ChangeRoles({ staff, refusal }: Props) {
  const t = useTranslations('staff')
  const [isOpen, setOpen] = useState(false)
  const [roles, setRoles] = useState(staff.roles)
  const open = () => {
    setRoles(staff.roles)
    setOpen(true)
  }
  return (
    <>
      <Button size="sm" disabledReason={refusal} onClick={open}>
        {t('changeRoles')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('rolesTitle', { name: staff.fullName })}
        confirmLabel={t('saveRoles')}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await changeStaffRolesAction({ staffId: staff.id, roles: [...roles] })
          if (result.ok) showToast('ok', t('rolesDone'))
          return result
        }}
      >
        <FieldContext value={null}>
          <fieldset className="grid gap-2">
            <legend className="mb-1 text-sm font-semibold">{t('roles')}</legend>
            {staffRoles.map((role) => (
              <Checkbox
                key={role}
                name={role}
                label={t(`role.${role}`)}
                hint={t(`roleHint.${role}`)}
                checked={roles.includes(role)}
                onChange={({ currentTarget: { checked } }) =>
                  setRoles(checked ? [...roles, role] : roles.filter((each) => each !== role))
                }
              />
            ))}
          </fieldset>
        </FieldContext>
      </ConfirmDialog>
    </>
  )
}
