import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { RackColumn } from '~/components/chart/capacity-bar'
import { cx } from '~/components/ui/cx'
import { fillPerMille, type HostView, type InventoryRack } from '~/lib/datacentre/client'
import { formatShare, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'

type Props = {
  racks: readonly InventoryRack[]
  zoneName: string
  /** Among other rooms and zones: narrow, and the keyboard goes from rack to rack, whose pages list their hosts. */
  isOverview?: boolean
}

/** The racks of one room: a column per rack, a bar per host, each a link to its host. */
export function RoomOfRacks({ racks, zoneName, isOverview = false }: Props) {
  const t = useTranslations('inventory')
  const locale = useLocale() as Locale
  const [first] = racks
  if (!first) return null
  const label = (host: HostView) =>
    t('hostBar', {
      name: host.name,
      state: t(`state.${host.state}`),
      share: formatShare(fillPerMille(host), 1000, locale),
      allocations: host.allocations,
    })
  return (
    <section className={isOverview ? 'grid gap-2.5' : 'grid gap-4 p-4.5'}>
      <h3 className={isOverview ? 'text-sm font-medium text-ink-2' : 'text-base'}>
        {zoneName === first.site
          ? t('roomAlone', { room: first.room })
          : t('room', { site: first.site, room: first.room })}
      </h3>
      <div
        className={cx(
          'grid gap-x-4',
          isOverview
            ? 'grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-y-3'
            : 'grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-y-5',
        )}
      >
        {racks.map((rack) => (
          <RackColumn
            key={rack.id}
            isOverview={isOverview}
            name={
              <Link href={routes.operator.rack(rack.id)} className="hover:text-brand hover:underline">
                {rack.row
                  ? t('rackInRow', { name: rack.name, row: rack.row })
                  : t('rack', { name: rack.name })}
              </Link>
            }
            hosts={rack.hosts.map((host) => ({
              id: host.id,
              href: routes.operator.host(host.id),
              label: label(host),
              // Zone, room and rack are shown above, so only the position of `par1-b1-02-04` is left.
              shortName: host.name.split('-').at(-1)?.slice(0, 3) ?? '',
              used: fillPerMille(host),
              total: 1000,
              isClosed: host.state !== 'in_service' || host.unreachableSince !== null,
            }))}
          />
        ))}
      </div>
    </section>
  )
}
