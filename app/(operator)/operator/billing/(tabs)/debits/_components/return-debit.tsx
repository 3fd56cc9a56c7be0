'use client'
import { useTranslations } from 'next-intl'
import type { z } from 'zod'
import { FormDialog } from '~/components/form/form-dialog'
import { TextField } from '~/components/ui/fields/text-field'
import type { DebitView } from '~/lib/billing/client'
import type { returnDebitInput } from '~/lib/billing/schema'
import { returnDebitAction } from '../actions'

/** Records a debit that the bank rejected before any payment. */
export function ReturnDebit({ debit }: { debit: DebitView }) {
  const t = useTranslations('settling')
  return (
    <FormDialog<z.input<typeof returnDebitInput>, void>
      label={t('returned')}
      labelInFull={t('returnedOf', { number: debit.number })}
      title={t('returnTitle', { number: debit.number })}
      submit={t('returned')}
      done={t('returnDone')}
      action={returnDebitAction}
      extra={{ directDebitId: debit.id }}
      variant="quiet"
    >
      <TextField name="reason" label={t('returnReason')} hint={t('returnReasonHint')} mono maxLength={4} />
    </FormDialog>
  )
}
