'use client'
import { useTranslations } from 'next-intl'
import { Button } from '~/components/ui/button'
import { showToast } from '~/components/ui/toast'
import { useRefusalText } from '~/components/ui/use-refusal-text'
import { retryPaymentReportAction } from '../actions'

/** Has the platform told anew of a payment that it refused to hear of. */
export function ResendReport({ id, number }: { id: string; number: string }) {
  const t = useTranslations('billingDelivery')
  const refusalText = useRefusalText()
  const resend = async () => {
    const result = await retryPaymentReportAction({ paymentReportId: id })
    showToast(result.ok ? 'ok' : 'bad', result.ok ? t('resendDone', { number }) : refusalText(result))
  }
  return (
    <Button size="sm" onClick={resend} aria-label={t('resendInFull', { number })}>
      {t('resend')}
    </Button>
  )
}
