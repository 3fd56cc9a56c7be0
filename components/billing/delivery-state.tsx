import { useLocale, useTranslations } from 'next-intl'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { type DeliveryView, lifeCycleCodes, needsAnswer } from '~/lib/billing/client'
import { formatDate, formatMoney, type Locale } from '~/lib/kernel/text/format'

const tones: Readonly<Record<DeliveryView['state'], Tone>> = {
  waiting: 'off',
  deposited: 'info',
  accepted: 'ok',
  rejected: 'bad',
  failed: 'bad',
}

/** A platform's last status in a pill, or the delivery's state before the first one. */
export function DeliveryState({
  delivery: { channel, state, statusCode },
}: {
  delivery: Pick<DeliveryView, 'channel' | 'state' | 'statusCode'>
}) {
  const t = useTranslations('billingDelivery')
  if (channel === 'mail') return <StatePill tone="ok">{t('sent')}</StatePill>
  const tone = statusCode !== null && needsAnswer(statusCode) ? 'warn' : tones[state]
  return (
    <StatePill tone={tone}>
      {statusCode === null ? t(`state.${state}`) : <Status code={statusCode} />}
    </StatePill>
  )
}

/** A life-cycle status in words. */
export function Status({ code }: { code: number }) {
  const t = useTranslations('billingDelivery')
  const known = lifeCycleCodes.find((each) => each === code)
  return known ? t(`code.${known}`) : t('unknownCode', { code })
}

/** The payment reported to an invoice's platform. */
export function ReportedPayment({ payment: { cents, occurredOn } }: { payment: PaymentReport }) {
  const t = useTranslations('billingDelivery')
  const locale = useLocale() as Locale
  const amount = formatMoney(BigInt(cents), locale)
  const day = formatDate(new Date(`${occurredOn}T12:00:00Z`), locale)
  return <span>{t(BigInt(cents) < 0n ? 'paymentBack' : 'payment', { amount, day })}</span>
}

type PaymentReport = Pick<DeliveryView['payments'][number], 'cents' | 'occurredOn'>
