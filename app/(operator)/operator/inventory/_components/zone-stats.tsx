import { useLocale, useTranslations } from 'next-intl'
import { Stat } from '~/components/ui/display/stat'
import type { InventoryZone } from '~/lib/datacentre/client'
import { formatGb, formatGib, formatNumber, type Locale } from '~/lib/kernel/text/format'

/** The free capacity of a zone, out of what its hosts in service may sell. */
export function ZoneStats({ zone }: { zone: InventoryZone }) {
  const t = useTranslations('inventory.zoneStats')
  const locale = useLocale() as Locale
  const { vcpu, memoryMib: memory, diskGib: disk } = zone.capacity
  const number = (value: number) => formatNumber(value, locale)
  const gib = (mib: number) => formatGib(Math.round(mib / 1024), locale)
  return (
    <div className="grid grid-cols-2 gap-2.5 *:last:col-span-2 sm:grid-cols-3 sm:gap-4 sm:*:last:col-span-1">
      <Stat label={t('vcpu')} value={number(vcpu.free)} note={t('of', { total: number(vcpu.total) })} />
      <Stat label={t('memory')} value={gib(memory.free)} note={t('of', { total: gib(memory.total) })} />
      <Stat
        label={t('disk')}
        value={formatGb(disk.free, locale)}
        note={t('of', { total: formatGb(disk.total, locale) })}
      />
    </div>
  )
}
