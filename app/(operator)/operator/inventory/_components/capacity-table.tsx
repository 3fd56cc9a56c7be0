import { useLocale, useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Meter } from '~/components/ui/display/meter'
import { formatNumber, formatShare, type Locale } from '~/lib/kernel/text/format'

export type CapacityRow = { key: string; label: string; total: number; reserved: number; free: number }

/** Capacity by resource: total, reserved by the operator, allocated, and free. */
export function CapacityTable({ rows }: { rows: readonly CapacityRow[] }) {
  const t = useTranslations('inventory.host')
  const locale = useLocale() as Locale
  const number = (value: number) => formatNumber(Math.round(value * 10) / 10, locale)
  return (
    <ScrollRegion label={t('capacity')}>
      <table className="data-table stacked w-full [&_tbody_tr:last-child_th]:border-b-0">
        <caption className="sr-only">{t('capacity')}</caption>
        <thead>
          <tr>
            <th scope="col" className="text-left">
              {t('resource')}
            </th>
            {(['total', 'reserved', 'allotted', 'free'] as const).map((column) => (
              <th key={column} scope="col" className="text-right">
                {t(column)}
              </th>
            ))}
            <th scope="col" className="text-left">
              {t('share')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, total, reserved, free }) => {
            const sellable = total - reserved
            const allotted = sellable - free
            const share = formatShare(allotted, sellable, locale)
            return (
              <tr key={key}>
                <th scope="row" className="text-left font-medium">
                  {label}
                </th>
                <td data-label={t('total')} className="text-right">
                  {number(total)}
                </td>
                <td data-label={t('reserved')} className="text-right">
                  {number(reserved)}
                </td>
                <td data-label={t('allotted')} className="text-right">
                  {number(allotted)}
                </td>
                <td data-label={t('free')} className="stack-end text-right">
                  {number(free)}
                </td>
                <td data-label={t('share')}>
                  <span className="flex items-center gap-2.5">
                    <Meter
                      label={label}
                      value={allotted}
                      max={sellable}
                      valueText={share}
                      tone="auto"
                      size="md"
                      className="w-28"
                    />
                    <span className="text-sm text-ink-2">{share}</span>
                  </span>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </ScrollRegion>
  )
}
