'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Icon } from '~/components/ui/display/icon'
import { DateField } from '~/components/ui/fields/date-field'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { routes } from '~/lib/routes'
import { createPurchaseOrderAction } from '../actions'

type Input = { organisationId: string; number: string; ceiling: string; startsOn: string; endsOn: string }

/** Number, ceiling and dates. The signed document can be attached later. */
export function CreatePurchaseOrder({
  organisationId,
  today,
  refusal,
}: {
  organisationId: string
  today: string
  refusal: string | undefined
}) {
  const t = useTranslations('buying.purchaseOrders')
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        variant="primary"
        icon={<Icon name="plus" size={16} />}
        disabledReason={refusal}
        onClick={() => setOpen(true)}
      >
        {t('create')}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t('create')}>
        <ActionForm<Input, { purchaseOrderId: string }>
          action={createPurchaseOrderAction}
          extra={{ organisationId }}
          draftKey={`purchase-order:${organisationId}`}
          onSuccess={({ purchaseOrderId }) => {
            showToast('ok', t('created'))
            router.push(routes.org.purchaseOrder(organisationId, purchaseOrderId))
          }}
        >
          <TextField name="number" label={t('number')} mono maxLength={50} autoComplete="off" />
          <TextField
            name="ceiling"
            label={t('ceilingField')}
            hint={t('ceilingHint')}
            inputMode="decimal"
            maxLength={24}
            suffix="€"
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <DateField name="startsOn" label={t('startsOn')} defaultValue={today} />
            <DateField name="endsOn" label={t('endsOn')} />
          </div>
          <SubmitButton variant="primary">{t('save')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}
