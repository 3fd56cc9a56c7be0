'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { agreeToDatabaseAction } from '~/app/(operator)/operator/drifts/actions'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Callout } from '~/components/ui/display/callout'
import { Timestamp } from '~/components/ui/display/timestamp'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { FieldContext } from '~/components/ui/fields/field-context'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { RecoveryView } from '~/lib/recovery/client'

type Props = { recovery: RecoveryView; mayAgree: boolean }

/**
 * Shown on every operator page while nothing may leave the database: the reason, since when, and the action that
 * ends it.
 */
export function RecoveryBanner({ recovery, mayAgree }: Props) {
  const t = useTranslations('recovery')
  const router = useRouter()
  const [isAsked, setAsked] = useState(false)
  const [dataLost, setDataLost] = useState(true)
  const { identity, knownIdentity, beganAt, reason } = recovery
  const agree = async () => {
    const result = await agreeToDatabaseAction({ identity, dataLost })
    if (result.ok) router.refresh()
    return result
  }
  return (
    <Callout
      tone="bad"
      live
      title={t('title')}
      actions={
        <Button
          variant="danger"
          disabledReason={mayAgree ? undefined : t('mayNot')}
          onClick={() => setAsked(true)}
        >
          {t('agree')}
        </Button>
      }
    >
      <p>{t(`reason.${reason}`)}</p>
      <p>{t('text')}</p>
      <p className="text-sm text-ink-2">
        {beganAt && (
          <>
            {t('since')} <Timestamp at={new Date(beganAt)} look="short" />
            {'. '}
          </>
        )}
        <span className="wrap-anywhere">
          {t('identity', { identity, known: knownIdentity ?? t('none') })}
        </span>
      </p>
      <ConfirmDialog
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t('dialogTitle')}
        confirmLabel={t('agree')}
        danger
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={agree}
      >
        <p>{t('dialogText')}</p>
        <FieldContext value={null}>
          <Checkbox
            name="data-lost"
            checked={dataLost}
            onChange={(event) => setDataLost(event.currentTarget.checked)}
            label={t('dataLost')}
            hint={t('dataLostHint')}
          />
        </FieldContext>
      </ConfirmDialog>
    </Callout>
  )
}
