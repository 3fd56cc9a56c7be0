import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ScrollRegion } from '~/components/table/scroll-region'
import { cx } from '~/components/ui/cx'
import { Card } from '~/components/ui/display/card'
import type { InventoryZone } from '~/lib/datacentre/client'
import { formatGb, formatMib, formatNumber, type Locale } from '~/lib/kernel/text/format'
import { type BundleFit, largestThatFits, poolsByClass } from '~/lib/placement/client'
import { CapacityTable } from '../../../_components/capacity-table'

type Props = { zone: InventoryZone; fits: readonly BundleFit[]; children: ReactNode }

/**
 * The zone's capacity by resource and storage class, other things for sale below it, and how many servers of each
 * bundle still fit.
 */
export function CapacityCards({ zone, fits, children }: Props) {
  const t = useTranslations('inventory')
  const { capacity, reserved } = zone
  const whole = (sellable: { free: number; total: number }, kept: number, unit = 1) => ({
    total: (sellable.total + kept) / unit,
    reserved: kept / unit,
    free: sellable.free / unit,
  })
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="grid min-w-0 gap-4">
        <Card title={t('host.capacity')} note={t('zone.capacityNote')} padded={false}>
          <CapacityTable
            rows={[
              { key: 'vcpu', label: t('host.vcpu'), ...whole(capacity.vcpu, reserved.vcpu) },
              {
                key: 'memory',
                label: t('host.memory'),
                ...whole(capacity.memoryMib, reserved.memoryMib, 1024),
              },
              { key: 'disk', label: t('host.disk'), ...whole(capacity.diskGib, reserved.diskGib) },
              ...poolsByClass(zone.pools).map(({ volumeClass, gib }) => ({
                key: volumeClass,
                label: t('zone.storage', { volumeClass: t(`volumeClass.${volumeClass}`) }),
                ...gib,
              })),
            ]}
          />
        </Card>
        {children}
      </div>
      <FitsCard fits={fits} />
    </div>
  )
}

function FitsCard({ fits }: { fits: readonly BundleFit[] }) {
  const t = useTranslations('inventory.zone')
  const locale = useLocale() as Locale
  const largest = largestThatFits(fits)
  return (
    <Card
      title={t('fits')}
      note={largest ? t('largest', { bundle: largest.name }) : t('noneFits')}
      padded={false}
    >
      <ScrollRegion label={t('fits')}>
        <table className="data-table stacked w-full [&_tbody_tr:last-child_th]:border-b-0">
          <caption className="sr-only">{t('fits')}</caption>
          <thead>
            <tr>
              <th scope="col" className="text-left">
                {t('bundle')}
              </th>
              <th scope="col" className="text-left">
                {t('bundleSize')}
              </th>
              <th scope="col" className="text-right">
                {t('servers')}
              </th>
            </tr>
          </thead>
          <tbody>
            {fits.map(({ id, name, vcpu, memoryMib, diskGib, fits: count }) => (
              <tr key={id}>
                <th
                  scope="row"
                  className={cx('text-left', id === largest?.id ? 'font-semibold' : 'font-medium')}
                >
                  {name}
                </th>
                <td className="text-ink-2">
                  {t('shape', {
                    vcpu,
                    memory: formatMib(memoryMib, locale),
                    disk: formatGb(diskGib, locale),
                  })}
                </td>
                <td
                  data-label={t('servers')}
                  className={cx('stack-end', 'text-right', count === 0 && 'font-semibold text-bad')}
                >
                  {formatNumber(count, locale)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Card>
  )
}
