'use client'
import { useTranslations } from 'next-intl'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import { retryPaymentReportAction } from '../actions'

/** Sends a rejected payment report again. */
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
