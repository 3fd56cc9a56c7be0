'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { DateField } from '~/components/ui/fields/date-field'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { amendPurchaseOrderAction } from '../../actions'

type Input = {
  organisationId: string
  purchaseOrderId: string
  ceiling: string
  endsOn: string
  reason: string
}
type Props = {
  organisationId: string
  purchaseOrderId: string
  /** In euros, as typed. */
  ceiling: string
  endsOn: string
  refusal: string | undefined
}

/** Changes ceiling or last day; orders waiting for it proceed at once. */
export function AmendDialog({ organisationId, purchaseOrderId, ceiling, endsOn, refusal }: Props) {
  const t = useTranslations('buying.detail')
  const p = useTranslations('buying.purchaseOrders')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="primary" disabledReason={refusal} onClick={() => setOpen(true)}>
        {t('amend')}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t('amend')}>
        <ActionForm<Input, { released: string[] }>
          action={amendPurchaseOrderAction}
          extra={{ organisationId, purchaseOrderId }}
          onSuccess={({ released }) => {
            setOpen(false)
            const text = t('released', { count: released.length, numbers: released.join(', ') })
            showToast('ok', text || t('amended'))
          }}
        >
          <TextField
            name="ceiling"
            label={p('ceilingField')}
            hint={p('ceilingHint')}
            inputMode="decimal"
            maxLength={24}
            defaultValue={ceiling}
            suffix="€"
          />
          <DateField name="endsOn" label={p('endsOn')} defaultValue={endsOn} />
          <TextField name="reason" label={t('reason')} hint={t('reasonHint')} maxLength={500} />
          <SubmitButton variant="primary">{p('save')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}
