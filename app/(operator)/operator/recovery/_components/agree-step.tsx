'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Card } from '~/components/ui/display/card'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { FieldContext } from '~/components/ui/fields/field-context'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { RecoveryView } from '~/lib/recovery/client'
import { agreeToDatabaseAction } from '../actions'

type Props = {
  recovery: RecoveryView
  /** Undecided objects and rows. */
  open: number
  refusal: string | undefined
}

/** The last step: workers go on. Open points stay open, and the dialog shows their number. */
export function AgreeStep({ recovery, open, refusal }: Props) {
  const t = useTranslations('recovery')
  const page = useTranslations('restoration.agree')
  const router = useRouter()
  const [isAsked, setAsked] = useState(false)
  const [dataLost, setDataLost] = useState(true)
  const [isAccepted, setAccepted] = useState(false)
  const agree = async () => {
    const { identity } = recovery
    const result = await agreeToDatabaseAction({ identity, dataLost, openPoints: isAccepted ? open : 0 })
    // The number may have changed meanwhile: the page shows the new one.
    router.refresh()
    return result
  }
  return (
    <Card title={page('title')}>
      <div className="grid justify-items-start gap-3">
        <p>{page('text')}</p>
        <p className="font-medium">
          {recovery.comparedSince === null ? page('notCompared') : page('open', { count: open })}
        </p>
        <Button variant="danger" disabledReason={refusal} onClick={() => setAsked(true)}>
          {t('agree')}
        </Button>
      </div>
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
          {open > 0 && (
            <Checkbox
              name="open-points"
              checked={isAccepted}
              onChange={(event) => setAccepted(event.currentTarget.checked)}
              label={page('accept', { count: open })}
              hint={page('acceptHint')}
            />
          )}
        </FieldContext>
      </ConfirmDialog>
    </Card>
  )
}
