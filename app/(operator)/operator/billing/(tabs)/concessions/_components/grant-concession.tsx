'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Button } from '~/components/ui/button'
import { Dialog } from '~/components/ui/dialog'
import { Select } from '~/components/ui/select'
import { TextArea } from '~/components/ui/text-area'
import { TextField } from '~/components/ui/text-field'
import { showToast } from '~/components/ui/toast'
import type { Customer } from '~/lib/billing/client'
import { grantConcessionAction } from '../../../actions'

type Props = { customers: readonly Customer[]; refusal: string | undefined }
type Form = { organisationId: string; kind: 'gesture' | 'service_credit'; amount: string; reason: string }

/** An amount that the next invoices of a customer take off. */
export function GrantConcession({ customers, refusal }: Props) {
  const t = useTranslations('billingRuns')
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button size="sm" variant="primary" disabledReason={refusal} onClick={() => setOpen(true)}>
        {t('grant')}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('grant')}>
        <ActionForm<Form, { state: 'agreed' | 'proposed' }>
          action={grantConcessionAction}
          onSuccess={({ state }) => {
            close()
            showToast('ok', t(`granted.${state}`))
          }}
          className="grid gap-4"
        >
          <Select
            name="organisationId"
            label={t('organisation')}
            options={customers.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Select
            name="kind"
            label={t('kind')}
            options={(['gesture', 'service_credit'] as const).map((value) => ({
              value,
              label: t(`concessionKinds.${value}`),
            }))}
          />
          <TextField
            name="amount"
            label={t('amount')}
            inputMode="decimal"
            maxLength={12}
            autoComplete="off"
          />
          <TextArea
            name="reason"
            label={t('reason')}
            hint={t('reasonHint')}
            minLength={5}
            maxLength={300}
            rows={3}
          />
          <SubmitButton>{t('grant')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}
