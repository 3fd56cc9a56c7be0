import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { RackColumn } from '~/components/chart/capacity-bar'
import { LinkFrame } from '~/components/table/link-frame'
import { Pagination } from '~/components/table/pagination'
import { readTableState, type SearchParams } from '~/components/table/table-state'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { fillPerMille, type HostView, type InventoryRack, racksPerPage } from '~/lib/datacentre/client'
import { formatShare, type Locale } from '~/lib/kernel/text/format'
import type { ZoneDetail } from '~/lib/placement/client'
import { routes } from '~/lib/routes'
import { Legend } from '../../../_components/legend'

/** One page of the zone's racks: a column per rack, a bar per host, each a link to its host. */
export function RoomsOfRacks({ detail, searchParams }: { detail: ZoneDetail; searchParams: SearchParams }) {
  const t = useTranslations('inventory')
  const state = readTableState(searchParams, {
    pathname: routes.operator.zone(detail.zone.id),
    sortable: [],
    defaultSort: 'name',
  })
  const rooms = new Map<string, InventoryRack[]>()
  for (const rack of detail.racks) rooms.set(rack.roomId, [...(rooms.get(rack.roomId) ?? []), rack])
  return (
    <Card title={t('zone.racks')} actions={<Legend />} padded={false}>
      {detail.racks.length === 0 ? (
        <EmptyState icon="server" title={t('empty.title')}>
          {t('zone.noRack')}
        </EmptyState>
      ) : (
        <LinkFrame className="divide-y divide-line">
          {[...rooms.values()].map((racks) => (
            <RoomOfRacks key={racks[0]?.roomId} racks={racks} zoneName={detail.zone.name} />
          ))}
        </LinkFrame>
      )}
      <Pagination state={state} total={detail.racksTotal} pageSize={racksPerPage} />
    </Card>
  )
}

function RoomOfRacks({ racks, zoneName }: { racks: readonly InventoryRack[]; zoneName: string }) {
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
    <section className="grid gap-4 p-4.5">
      <h3 className="text-base">
        {zoneName === first.site
          ? t('roomAlone', { room: first.room })
          : t('room', { site: first.site, room: first.room })}
      </h3>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-x-4 gap-y-5">
        {racks.map((rack) => (
          <RackColumn
            key={rack.id}
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
