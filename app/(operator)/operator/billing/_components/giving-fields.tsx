'use client'
import { useTranslations } from 'next-intl'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'

/** The amount granted to a customer, in euros without VAT. */
export function AmountField() {
  const t = useTranslations('billingRuns')
  return <TextField name="amount" label={t('amount')} inputMode="decimal" maxLength={12} autoComplete="off" />
}

/** The reason for a concession, which the customer reads. */
export function ReasonField() {
  const t = useTranslations('billingRuns')
  return (
    <TextArea
      name="reason"
      label={t('reason')}
      hint={t('reasonHint')}
      minLength={5}
      maxLength={300}
      rows={3}
    />
  )
}
