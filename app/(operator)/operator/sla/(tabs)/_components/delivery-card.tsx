import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { formatElapsedMs, formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { DeliverySummary } from '~/lib/sla/client'

/** Time from order to first answer, and deliveries that exceeded the promise. */
export function DeliveryCard({ times }: { times: DeliverySummary & { days: number } }) {
  const t = useTranslations('slaOperator.delivery')
  const locale = useLocale() as Locale
  const formatSeconds = (seconds: number) => formatElapsedMs(seconds * 1_000, locale)
  const { count, kept, medianSeconds, p95Seconds, late, days } = times
  if (medianSeconds === null || p95Seconds === null)
    return (
      <Card title={t('title')} note={t('note', { days })}>
        <p className="text-ink-2">{t('none')}</p>
      </Card>
    )
  return (
    <Card title={t('title')} note={t('note', { days })}>
      <p>
        {t('kept', { kept: formatNumber(kept, locale), count: formatNumber(count, locale) })}{' '}
        {t('times', {
          median: formatSeconds(medianSeconds),
          p95: formatSeconds(p95Seconds),
        })}
      </p>
      {late.length > 0 && (
        <ul className="mt-2 grid gap-1 text-sm">
          {late.map(({ id, name, seconds, objectiveSeconds }) => (
            <li key={id}>
              {t('late', {
                name,
                took: formatSeconds(seconds),
                promised: formatSeconds(objectiveSeconds),
              })}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
