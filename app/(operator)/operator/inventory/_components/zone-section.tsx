import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/card'
import { cx } from '~/components/ui/cx'
import { Meter } from '~/components/ui/meter'
import { Stat } from '~/components/ui/stat'
import { StatePill } from '~/components/ui/state-pill'
import { hostsOf, type InventoryZone, zoneCapacity, zoneStanding } from '~/lib/inventory/client'
import { formatGb, formatGib, formatNumber, type Locale } from '~/lib/kernel/format'
import { ReachCallout } from './reach-callout'
import { RoomCard } from './room-card'

/** One zone: what is still free in it, its rooms, its network storage. */
export function ZoneSection({ zone }: { zone: InventoryZone }) {
  const t = useTranslations('inventory')
  const locale = useLocale() as Locale
  const hosts = hostsOf(zone)
  const { vcpu, memoryMib: memory, diskGib: disk } = zoneCapacity(zone)
  const state = zoneStanding(zone)
  const isUnreachable = state === 'unreachable'
  const number = (value: number) => formatNumber(value, locale)
  const gib = (mib: number) => formatGib(Math.round(mib / 1024), locale)
  return (
    <section aria-labelledby={zone.id} className="grid gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id={zone.id} className="text-xl">
          {zone.name} <span className="font-mono text-sm font-normal text-ink-3">{zone.code}</span>
        </h2>
        <StatePill tone={state === 'in_service' ? 'ok' : isUnreachable ? 'bad' : 'warn'}>
          {t(`zoneState.${state}`)}
        </StatePill>
        <span className="text-ink-2">{t('hosts', { count: hosts.length })}</span>
      </div>
      {isUnreachable && zone.reach && <ReachCallout reach={zone.reach} />}
      <div className="grid gap-4 sm:grid-cols-3">
        <Stat
          label={t('zoneStats.vcpu')}
          value={number(vcpu.free)}
          note={t('zoneStats.of', { total: number(vcpu.total) })}
        />
        <Stat
          label={t('zoneStats.memory')}
          value={gib(memory.free)}
          note={t('zoneStats.of', { total: gib(memory.total) })}
        />
        <Stat
          label={t('zoneStats.disk')}
          value={formatGb(disk.free, locale)}
          note={t('zoneStats.of', { total: formatGb(disk.total, locale) })}
        />
      </div>
      <div className={cx('grid gap-4', zone.rooms.length > 1 && 'xl:grid-cols-2')}>
        {zone.rooms.map((room) => (
          <RoomCard key={room.id} room={room} zoneName={zone.name} />
        ))}
      </div>
      {zone.pools.length > 0 && (
        <Card title={t('pools')} level={3}>
          <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {zone.pools.map(({ id, name, volumeClass, gib: amounts }) => {
              const sellable = amounts.total - amounts.reserved
              const used = sellable - amounts.free
              return (
                <li key={id} className="grid gap-1.5">
                  <span>{t('pool', { name, volumeClass: t(`volumeClass.${volumeClass}`) })}</span>
                  <Meter
                    label={name}
                    value={used}
                    max={sellable}
                    valueText={t('poolMeter', {
                      used: formatGb(used, locale),
                      total: formatGb(sellable, locale),
                    })}
                    tone="auto"
                    size="md"
                  />
                  <span className="text-sm text-ink-2">
                    {t('poolValue', {
                      free: formatGb(amounts.free, locale),
                      total: formatGb(sellable, locale),
                    })}
                  </span>
                </li>
              )
            })}
          </ul>
        </Card>
      )}
    </section>
  )
}
