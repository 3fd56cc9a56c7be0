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
import type { CreditOutcome } from '~/lib/billing/client'
import { creditInvoiceAction } from '../../../actions'

type Line = { position: number; label: string }
type Props = { documentId: string; lines: readonly Line[]; refusal: string | undefined }
type Form = { documentId: string; what: string; amount?: string; reason: string }

/** Gives back everything that is left of an invoice, or an amount of one line. */
export function CreditInvoice({ documentId, lines, refusal }: Props) {
  const t = useTranslations('billingRuns')
  const [isOpen, setOpen] = useState(false)
  const [what, setWhat] = useState('all')
  const close = () => setOpen(false)
  return (
    <>
      <Button size="sm" disabledReason={refusal} onClick={() => setOpen(true)}>
        {t('credit')}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('credit')}>
        <ActionForm<Form, CreditOutcome>
          action={({ what: line, amount, reason }) =>
            creditInvoiceAction({
              documentId,
              reason,
              ...(line === 'all' ? {} : { position: Number(line), amount: amount ?? '' }),
            })
          }
          onSuccess={(result) => {
            close()
            showToast(
              'ok',
              result.outcome === 'issued'
                ? t('creditIssued', { number: result.document.number })
                : t('creditProposed'),
            )
          }}
          className="grid gap-4"
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
          {what !== 'all' && (
            <TextField
              name="amount"
              label={t('amount')}
              inputMode="decimal"
              maxLength={12}
              autoComplete="off"
            />
          )}
          <TextArea
            name="reason"
            label={t('reason')}
            hint={t('reasonHint')}
            minLength={5}
            maxLength={300}
            rows={3}
          />
          <SubmitButton>{t('credit')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}
