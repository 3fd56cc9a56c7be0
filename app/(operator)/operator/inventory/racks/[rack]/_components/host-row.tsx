import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { Meter } from '~/components/ui/display/meter'
import { Badge, StatePill } from '~/components/ui/display/state-pill'
import { type Amounts, type HostView, hostTones } from '~/lib/datacentre/client'
import { formatShare, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'

/** One host of a rack with its actual load by resource. */
export function HostRow({ host }: { host: HostView }) {
  const t = useTranslations('inventory')
  const locale = useLocale() as Locale
  const parts = [
    ['vcpu', host.vcpu],
    ['memory', host.memoryMib],
    ['disk', host.diskGib],
  ] as const satisfies readonly (readonly [string, Amounts])[]
  return (
    <div className="grid min-w-0 flex-1 items-center gap-x-6 gap-y-2 md:grid-cols-[minmax(12rem,1fr)_minmax(0,2fr)]">
      <div className="grid gap-0.5">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            href={routes.operator.host(host.id)}
            prefetch={false}
            className="font-mono font-semibold hover:text-brand hover:underline"
          >
            {host.name}
          </Link>
          {host.state !== 'in_service' && (
            <StatePill tone={hostTones[host.state]}>{t(`state.${host.state}`)}</StatePill>
          )}
          {host.unreachableSince && <StatePill tone="bad">{t('silent.pill')}</StatePill>}
        </p>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-2">
          {t('rackPage.hostNote', { generation: host.generation, count: host.allocations })}
          {Object.entries(host.labels).map(([name, value]) => (
            <Badge key={name} mono>
              {name}={value}
            </Badge>
          ))}
        </p>
      </div>
      <dl className="grid gap-x-4 gap-y-1.5 sm:grid-cols-3">
        {parts.map(([resource, { total, reserved, free }]) => {
          const sellable = total - reserved
          const share = formatShare(sellable - free, Math.max(1, sellable), locale)
          return (
            <div key={resource} className="grid grid-cols-[6rem_1fr] items-center gap-1 sm:grid-cols-1">
              <dt className="text-sm text-ink-3">{t(`overview.${resource}`)}</dt>
              <dd className="flex items-center gap-2">
                <Meter
                  label={t(`overview.${resource}`)}
                  value={sellable - free}
                  max={sellable}
                  valueText={t('overview.share', { share })}
                  tone="auto"
                  size="md"
                  className="min-w-0 flex-1"
                />
                <span className="w-11 shrink-0 text-right text-sm tabular-nums">{share}</span>
              </dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
