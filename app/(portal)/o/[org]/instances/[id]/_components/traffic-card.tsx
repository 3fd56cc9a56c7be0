import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Meter } from '~/components/ui/display/meter'
import { Money } from '~/components/ui/display/money'
import { Timestamp } from '~/components/ui/display/timestamp'
import { formatHourlyPrice, formatMebibytes, formatMibPair, type Locale } from '~/lib/kernel/text/format'
import type { TrafficView } from '~/lib/usage/client'

/** The server's outgoing traffic of the month, the included part, and the excess. */
export function TrafficCard({ traffic }: { traffic: TrafficView }) {
  const t = useTranslations('compute.traffic')
  const locale = useLocale() as Locale
  const { usedMebibytes, countedUntil, terms } = traffic
  if (!countedUntil)
    return (
      <Card title={t('title')}>
        <p className="text-ink-2">{t('none')}</p>
      </Card>
    )
  const [used, included] = formatMibPair(usedMebibytes, terms?.includedMebibytes ?? 0, locale)
  const text = terms ? t('ofIncluded', { used, included }) : formatMebibytes(usedMebibytes, locale)
  return (
    <Card
      title={t('title')}
      note={
        <>
          {t('countedUntil')} <Timestamp at={new Date(countedUntil)} look="short" />
        </>
      }
    >
      <div className="grid gap-2">
        <p className="tabular-nums">{text}</p>
        {terms && (
          <Meter
            label={t('title')}
            value={usedMebibytes}
            max={terms.includedMebibytes}
            valueText={text}
            tone="auto"
            size="md"
          />
        )}
        {terms && terms.billedMebibytes > 0 && (
          <p className="flex justify-between gap-4">
            <span>
              {t('over')} {formatMebibytes(terms.billedMebibytes, locale)}
            </span>
            <Money cents={BigInt(terms.cents)} />
          </p>
        )}
        <p className="text-sm text-ink-3">
          {terms
            ? t('note', { price: formatHourlyPrice(BigInt(terms.microCentsPerGibibyte), locale) })
            : t('free')}
        </p>
      </div>
    </Card>
  )
}
