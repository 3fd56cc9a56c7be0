import { useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import type { QuoteView } from '~/lib/ordering/client'

/** The quote's lines, as in the document. */
export function LinesCard({ quote }: { quote: QuoteView }) {
  const t = useTranslations('quotes')
  return (
    <Card title={t('lines')} padded={false}>
      <ScrollRegion isWhole label={t('lines')}>
        <table className="data-table stacked w-full">
          <caption className="sr-only">{t('lines')}</caption>
          <thead>
            <tr>
              <th scope="col" className="text-left">
                {t('column.name')}
              </th>
              <th scope="col" className="text-left">
                {t('column.bundle')}
              </th>
              <th scope="col" className="text-left">
                {t('column.zone')}
              </th>
              <th scope="col" className="text-right">
                {t('column.quantity')}
              </th>
              <th scope="col" className="text-right">
                {t('perMonth')}
              </th>
            </tr>
          </thead>
          <tbody>
            {quote.lines.map((line) => (
              <tr key={line.name}>
                <td className="font-mono text-sm">{line.name}</td>
                <td data-label={t('column.bundle')}>
                  {line.bundle}
                  {line.termMonths > 0 && (
                    <span className="block text-sm text-ink-3">{t('term', { months: line.termMonths })}</span>
                  )}
                </td>
                <td data-label={t('column.zone')}>{line.zone}</td>
                <td data-label={t('column.quantity')} className="text-right tabular-nums">
                  {line.quantity}
                </td>
                <td data-label={t('perMonth')} className="stack-end text-right">
                  <Money bare cents={BigInt(line.monthlyCents)} />
                </td>
              </tr>
            ))}
            <tr>
              <td className="font-semibold">{t('total')}</td>
              <td />
              <td />
              <td />
              <td data-label={t('perMonth')} className="stack-end text-right font-semibold">
                <Money bare cents={BigInt(quote.monthlyCents)} />
              </td>
            </tr>
          </tbody>
        </table>
      </ScrollRegion>
    </Card>
  )
}
