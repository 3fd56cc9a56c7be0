'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FieldContext } from '~/components/ui/fields/field-context'
import { TextArea } from '~/components/ui/fields/text-area'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { CardDesk } from '~/lib/billing/client'
import { refundCardPaymentAction } from '../actions'

type Props = {
  payment: Pick<CardDesk['payments'][number], 'id' | 'number'>
  refundableCents: string
  refusal: string | undefined
}

/** Refunds a card payment in full or in part. */
export function RefundPayment({ payment, refundableCents, refusal }: Props) {
  const t = useTranslations('cards')
  const router = useRouter()
  const sign = useLocale() === 'en' ? '.' : ','
  const whole = refundableCents.padStart(3, '0').replace(/(\d\d)$/, `${sign}$1`)
  const [isOpen, setOpen] = useState(false)
  const [draft, setDraft] = useState({ amount: whole, reason: '' })
  const { number, id: cardPaymentId } = payment
  return (
    <>
      <Button
        size="sm"
        disabledReason={refusal}
        onClick={() => setOpen(true)}
        aria-label={t('refundInFull', { number })}
      >
        {t('refund')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('refundTitle', { number })}
        confirmLabel={t('refundSubmit')}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await refundCardPaymentAction({ cardPaymentId, ...draft })
          if (result.ok) {
            showToast('ok', t(`refundDone.${result.data.state}`))
            router.refresh()
          }
          return result
        }}
      >
        <p>{t('refundText')}</p>
        <FieldContext value={null}>
          <TextField
            name="amount"
            label={t('amount')}
            inputMode="decimal"
            maxLength={12}
            autoComplete="off"
            value={draft.amount}
            onChange={(event) => setDraft({ ...draft, amount: event.currentTarget.value })}
          />
          <TextArea
            name="reason"
            label={t('refundReason')}
            maxLength={300}
            rows={2}
            value={draft.reason}
            onChange={(event) => setDraft({ ...draft, reason: event.currentTarget.value })}
          />
        </FieldContext>
      </ConfirmDialog>
    </>
  )
}
