'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FormDialog } from '~/components/form/form-dialog'
import { Select } from '~/components/ui/fields/select'
import type { CreditOutcome } from '~/lib/billing/client'
import { AmountField, ReasonField } from '../../../_components/giving-fields'
import { creditInvoiceAction } from '../../../actions'

type Line = { position: number; label: string }
type Props = { documentId: string; lines: readonly Line[]; refusal: string | undefined }
type Form = { what: string; amount?: string; reason: string }

/** Credits the remaining amount of an invoice, or part of one line. */
export function CreditInvoice({ documentId, lines, refusal }: Props) {
  const t = useTranslations('billingRuns')
  const [what, setWhat] = useState('all')
  return (
    <FormDialog<Form, CreditOutcome>
      label={t('credit')}
      disabledReason={refusal}
      title={t('credit')}
      submit={t('credit')}
      done={(result) =>
        result.outcome === 'issued'
          ? t('creditIssued', { number: result.document.number })
          : t(`creditProposed.${result.because}`)
      }
      action={({ what: line, amount, reason }) =>
        creditInvoiceAction({
          documentId,
          reason,
          ...(line === 'all' ? {} : { position: Number(line), amount: amount ?? '' }),
        })
      }
    >
      <Select
        name="what"
        label={t('creditWhat')}
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
        options={[
          { value: 'all', label: t('creditAll') },
          ...lines.map((line) => ({ value: `${line.position}`, label: line.label })),
        ]}
      />
      {what !== 'all' && <AmountField />}
      <ReasonField />
    </FormDialog>
  )
}
