import { useLocale, useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/card'
import { Meter } from '~/components/ui/meter'
import type { Amounts, HostView } from '~/lib/inventory/client'
import { formatNumber, formatShare, type Locale } from '~/lib/kernel/format'

/** What the host can sell, what the operator keeps, what is allotted and what is left. */
export function CapacityCard({ host }: { host: HostView }) {
  const t = useTranslations('inventory.host')
  const locale = useLocale() as Locale
  const inGib = ({ total, reserved, free }: Amounts) => ({
    total: total / 1024,
    reserved: reserved / 1024,
    free: free / 1024,
  })
  const rows = [
    { key: 'vcpu', amounts: host.vcpu },
    { key: 'memory', amounts: inGib(host.memoryMib) },
    { key: 'disk', amounts: host.diskGib },
  ] as const
  const number = (value: number) => formatNumber(Math.round(value * 10) / 10, locale)
  return (
    <Card
      title={t('capacity')}
      note={t('capacityNote', { ratio: formatNumber(host.vcpuOvercommitPercent / 100, locale) })}
      padded={false}
    >
      <ScrollRegion label={t('capacity')}>
        <table className="data-table w-full [&_tbody_tr:last-child_th]:border-b-0">
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
            {rows.map(({ key, amounts }) => {
              const sellable = amounts.total - amounts.reserved
              const allotted = sellable - amounts.free
              const share = formatShare(allotted, sellable, locale)
              return (
                <tr key={key}>
                  <th scope="row" className="text-left font-medium">
                    {t(key)}
                  </th>
                  <td className="text-right">{number(amounts.total)}</td>
                  <td className="text-right">{number(amounts.reserved)}</td>
                  <td className="text-right">{number(allotted)}</td>
                  <td className="text-right">{number(amounts.free)}</td>
                  <td>
                    <span className="flex items-center gap-2.5">
                      <Meter
                        label={t(key)}
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
    </Card>
  )
}
