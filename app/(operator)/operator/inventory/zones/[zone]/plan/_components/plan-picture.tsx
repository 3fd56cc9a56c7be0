import { useLocale, useTranslations } from 'next-intl'
import { LinkFrame } from '~/components/table/link-frame'
import { cx } from '~/components/ui/cx'
import { Card } from '~/components/ui/display/card'
import { formatShare, type Locale } from '~/lib/kernel/text/format'
import type { Picture, PictureHost } from '~/lib/relocation/client'
import { routes } from '~/lib/routes'

const height = 14
const kinds = ['kept', 'gains', 'loses', 'gone', 'new'] as const

/** The answer on the racks: what each host has in memory before and after. */
export function PlanPicture({ picture: { racks, more } }: { picture: Picture }) {
  const t = useTranslations('planning.plan.picture')
  return (
    <Card title={t('title')} note={t('note')} actions={<Legend />}>
      <LinkFrame className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-x-4 gap-y-5">
        {racks.map((rack) => (
          <section key={rack.id} className="min-w-0">
            <h3 className="mb-1.5 font-mono text-sm font-normal tracking-normal text-ink-3">
              {rack.name === '' ? t('newRack') : t('rack', { name: rack.name })}
            </h3>
            <ul className="rack-hosts">
              {rack.hosts.map((host) => (
                <HostRow key={host.id} host={host} />
              ))}
            </ul>
          </section>
        ))}
      </LinkFrame>
      {more > 0 && <p className="mt-4 text-sm text-ink-2">{t('more', { count: more })}</p>}
    </Card>
  )
}

function HostRow({ host }: { host: PictureHost }) {
  const t = useTranslations('planning.plan.picture')
  const locale = useLocale() as Locale
  const share = (value: number) => formatShare(Math.round(value * 1_000), 1_000, locale)
  const label = t(`host.${host.change}`, {
    name: host.name,
    before: share(host.before),
    after: share(host.after),
  })
  const content = (
    <>
      <span aria-hidden="true">{host.name === '' ? '+' : host.name.split('-').at(-1)?.slice(0, 3)}</span>
      <ChangeBar host={host} />
      <span className="sr-only">{label}</span>
    </>
  )
  return (
    <li>
      {host.change === 'new' ? (
        <div title={label} className="flex items-center gap-2 py-1">
          {content}
        </div>
      ) : (
        <a href={routes.operator.host(host.id)} data-row-link="" title={label}>
          {content}
        </a>
      )}
    </li>
  )
}

/** Kept is solid, what comes is hatched, what leaves is an empty frame; a lost host has a cross. */
function ChangeBar({ host }: { host: PictureHost }) {
  const { before, after, change } = host
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`
  const kept = Math.min(before, after)
  return (
    <svg
      aria-hidden="true"
      height={height}
      className={cx(
        change === 'gone' && 'border-bad bg-bad-wash',
        change === 'new' && 'border-dashed border-ok',
      )}
    >
      {change === 'gone' ? (
        <path d={`M4 3L12 11M12 3L4 11`} strokeWidth={2} className="stroke-bad" />
      ) : (
        <rect width={percent(kept)} height="100%" className="fill-s2" />
      )}
      {change === 'gains' && (
        <rect x={percent(before)} width={percent(after - before)} height="100%" className="fill-amber" />
      )}
      {change === 'loses' && (
        <rect
          x={percent(after)}
          y={1}
          width={percent(before - after)}
          height={height - 4}
          strokeDasharray="3 2"
          className="fill-transparent stroke-s2"
        />
      )}
    </svg>
  )
}

function Legend() {
  const t = useTranslations('planning.plan.picture')
  const sample = {
    kept: { id: 'hst_kept', name: '', before: 1, after: 1, change: 'same' },
    gains: { id: 'hst_gains', name: '', before: 0, after: 1, change: 'gains' },
    loses: { id: 'hst_loses', name: '', before: 1, after: 0, change: 'loses' },
    gone: { id: 'hst_gone', name: '', before: 1, after: 0, change: 'gone' },
    new: { id: 'hst_new', name: '', before: 0, after: 0, change: 'new' },
  } as const satisfies Record<(typeof kinds)[number], PictureHost>
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
      {kinds.map((kind) => (
        <li key={kind} className="rack-hosts flex items-center gap-1.5 whitespace-nowrap">
          <div className="flex w-6">
            <ChangeBar host={sample[kind]} />
          </div>
          {t(`legend.${kind}`)}
        </li>
      ))}
    </ul>
  )
}
