import { useTranslations } from 'next-intl'
import { StatePill, type Tone } from '~/components/ui/state-pill'
import { type DeliveryView, lifeCycleCodes, needsAnswer } from '~/lib/billing/client'

const tones: Readonly<Record<DeliveryView['state'], Tone>> = {
  waiting: 'off',
  deposited: 'info',
  accepted: 'ok',
  rejected: 'bad',
  failed: 'bad',
}

/** The last word of a platform in a pill: its status where it gave one, else how far the document is. */
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
