import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Meter } from '~/components/ui/display/meter'
import { StatePill } from '~/components/ui/display/state-pill'
import { LinkButton } from '~/components/ui/links/link-button'
import { type InventoryZone, zoneDisplayState } from '~/lib/datacentre/client'
import { formatShare, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'

const resources = ['vcpu', 'memory', 'disk'] as const

/** Every zone with its sold share, so that scarcity shows before orders are rejected. */
export function ZonesCard({ zones }: { zones: readonly InventoryZone[] }) {
  const t = useTranslations('inventory.overview')
  const c = useTranslations('inventory')
  const locale = useLocale() as Locale
  return (
    <Card
      title={t('title')}
      padded={false}
      actions={
        <LinkButton size="sm" href={routes.operator.inventory()}>
          {t('open')}
        </LinkButton>
      }
    >
      <ul aria-label={t('caption')} className="divide-y divide-line">
        {zones.map((zone) => {
          const { capacity } = zone
          const amounts = { vcpu: capacity.vcpu, memory: capacity.memoryMib, disk: capacity.diskGib }
          const state = zoneDisplayState(zone)
          return (
            <li
              key={zone.id}
              className="grid items-center gap-x-6 gap-y-3 px-4.5 py-3.5 lg:grid-cols-[minmax(12rem,1fr)_minmax(0,2fr)]"
            >
              <div className="grid gap-1">
                <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <h3 className="text-base">
                    {zone.name} <span className="font-mono text-sm font-normal text-ink-3">{zone.code}</span>
                  </h3>
                  <StatePill tone={state === 'in_service' ? 'ok' : state === 'unreachable' ? 'bad' : 'warn'}>
                    {c(`zoneState.${state}`)}
                  </StatePill>
                </div>
                <p className="text-sm text-ink-2">
                  {t('hosts', { open: zone.hostsOpen, total: zone.hosts })}
                </p>
              </div>
              <dl className="grid grid-cols-3 gap-x-5">
                {resources.map((resource) => {
                  const { total, free } = amounts[resource]
                  const share = formatShare(total - free, Math.max(1, total), locale)
                  return (
                    <div key={resource} className="grid gap-1">
                      <dt className="text-sm text-ink-3">{t(resource)}</dt>
                      <dd className="grid gap-1.5">
                        <span className="tabular-nums">{share}</span>
                        <Meter
                          label={t(resource)}
                          value={total - free}
                          max={total}
                          valueText={t('share', { share })}
                          tone="auto"
                          size="md"
                        />
                      </dd>
                    </div>
                  )
                })}
              </dl>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
