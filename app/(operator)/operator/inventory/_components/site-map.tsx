import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Meter } from '~/components/ui/display/meter'
import { TextLink } from '~/components/ui/links/text-link'
import type { SiteOnMap } from '~/lib/datacentre/client'
import { formatMibPair, formatShare, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { francePath, mapSize, onMap } from './france'

const radius = 20

/** The sites on a map, numbered as in the list with their hosts and their memory. */
export function SiteMap({ sites }: { sites: readonly SiteOnMap[] }) {
  const t = useTranslations('inventory')
  const placed = placesOf(sites)
  return (
    <Card title={t('sites.title')} note={t('sites.note')}>
      <div className="grid items-center gap-x-8 gap-y-4 md:grid-cols-[16rem_minmax(0,1fr)]">
        <svg
          role="img"
          aria-label={t('sites.map', { count: placed.length })}
          viewBox={`0 0 ${mapSize.width} ${mapSize.height}`}
          className="mx-auto w-full max-w-64"
        >
          <path
            d={francePath}
            strokeWidth={3}
            strokeLinejoin="round"
            className="fill-sunken stroke-line-strong"
          />
          {placed.map(({ site, number, x, y }) => (
            <g key={site.id}>
              <title>{site.name}</title>
              <circle
                cx={x}
                cy={y}
                r={radius}
                strokeWidth={4}
                className={site.hosts > site.hostsOpen ? 'fill-s1 stroke-amber' : 'fill-s1 stroke-surface'}
              />
              <text
                x={x}
                y={y}
                textAnchor="middle"
                dominantBaseline="central"
                fontSize={26}
                fontWeight={600}
                className="fill-surface"
              >
                {number}
              </text>
            </g>
          ))}
        </svg>
        <ol className="divide-y divide-line">
          {sites.map((site, index) => (
            <SiteLine key={site.id} site={site} number={index + 1} />
          ))}
        </ol>
      </div>
    </Card>
  )
}

function SiteLine({ site, number }: { site: SiteOnMap; number: number }) {
  const t = useTranslations('inventory')
  const locale = useLocale() as Locale
  const used = site.memoryMib - site.memoryMibFree
  const inGib = (mib: number) => Math.round(mib / 1024) * 1024
  const [part, total] = formatMibPair(inGib(used), inGib(site.memoryMib), locale)
  const text = t('sites.memory', {
    used: part,
    total,
    share: formatShare(used, site.memoryMib, locale),
  })
  return (
    <li className="grid items-center gap-x-4 gap-y-1.5 py-2.5 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <span className="flex items-baseline gap-2.5">
        <span className="w-4 shrink-0 text-right text-ink-3 tabular-nums">{number}</span>
        <span>
          <TextLink href={routes.operator.zone(site.zoneId)}>{site.name}</TextLink>
          <span className="block text-sm text-ink-2">
            {site.city} · {t('sites.hosts', { hosts: site.hosts, open: site.hostsOpen })}
            {site.position === null && ` · ${t('sites.offMap')}`}
          </span>
        </span>
      </span>
      <span className="grid gap-1 max-lg:pl-6.5">
        <Meter label={site.name} value={used} max={site.memoryMib} valueText={text} tone="auto" size="md" />
        <span className="text-sm text-ink-2 tabular-nums">{text}</span>
      </span>
    </li>
  )
}

/** Sites of one department are next to each other. */
function placesOf(sites: readonly SiteOnMap[]) {
  const taken = new Map<string, number>()
  return sites.flatMap((site, index) => {
    if (!site.position) return []
    const { x, y } = onMap(site.position)
    const before = taken.get(`${x} ${y}`) ?? 0
    taken.set(`${x} ${y}`, before + 1)
    return [{ site, number: index + 1, x: x + before * radius * 2.2, y }]
  })
}
