import { useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import { HourlyPrice } from '~/components/ui/display/money'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { PriceEntry } from '~/lib/catalogue/client'

const tones: Record<PriceEntry['state'], Tone> = {
  in_force: 'ok',
  announced: 'info',
  past: 'off',
  annulled: 'off',
}

/** Every price of the bundle, latest first; the history is complete. */
export function HistoryCard({ prices }: { prices: readonly PriceEntry[] }) {
  const t = useTranslations('pricing')
  return (
    <Card title={t('history')} note={t('historyNote')} padded={false}>
      {prices.length === 0 ? (
        <p className="px-4.5 py-3.5 text-ink-2">{t('noPrice')}</p>
      ) : (
        <ScrollRegion label={t('history')}>
          <table className="data-table stacked w-full">
            <caption className="sr-only">{t('history')}</caption>
            <thead>
              <tr>
                <th scope="col" className="text-left">
                  {t('column.meter')}
                </th>
                <th scope="col" className="text-right">
                  {t('column.perHour')}
                </th>
                <th scope="col" className="text-left">
                  {t('column.from')}
                </th>
                <th scope="col" className="text-left">
                  {t('column.to')}
                </th>
                <th scope="col" className="text-left">
                  {t('column.state')}
                </th>
              </tr>
            </thead>
            <tbody>
              {prices.map((price) => (
                <tr key={price.id}>
                  <td>{t(`meter.${price.meter}`)}</td>
                  <td data-label={t('column.perHour')} className="text-right">
                    <HourlyPrice bare microCents={price.microCentsPerHour} />
                  </td>
                  <td data-label={t('column.from')}>
                    <Timestamp at={new Date(price.validFrom)} look="short" />
                  </td>
                  <td data-label={t('column.to')}>
                    {price.validTo && price.state !== 'annulled' ? (
                      <Timestamp at={new Date(price.validTo)} look="short" />
                    ) : (
                      '–'
                    )}
                  </td>
                  <td className="stack-end">
                    <StatePill tone={tones[price.state]}>{t(`priceState.${price.state}`)}</StatePill>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Card>
  )
}
