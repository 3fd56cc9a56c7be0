import { useTranslations } from 'next-intl'
import { LinkFrame } from '~/components/table/link-frame'
import { Pagination } from '~/components/table/pagination'
import { readTableState, type SearchParams } from '~/components/table/table-state'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { racksByRoom, racksPerPage } from '~/lib/datacentre/client'
import type { ZoneDetail } from '~/lib/placement/client'
import { routes } from '~/lib/routes'
import { Legend } from '../../../_components/legend'
import { RoomOfRacks } from '../../../_components/room-of-racks'

/** One page of the zone's racks: a column per rack, a bar per host, each a link to its host. */
export function RoomsOfRacks({ detail, searchParams }: { detail: ZoneDetail; searchParams: SearchParams }) {
  const t = useTranslations('inventory')
  const state = readTableState(searchParams, {
    pathname: routes.operator.zone(detail.zone.id),
    sortable: [],
    defaultSort: 'name',
  })
  return (
    <Card title={t('zone.racks')} actions={<Legend />} padded={false}>
      {detail.racks.length === 0 ? (
        <EmptyState icon="server" title={t('empty.title')}>
          {t('zone.noRack')}
        </EmptyState>
      ) : (
        <LinkFrame className="divide-y divide-line">
          {racksByRoom(detail.racks).map((racks) => (
            <RoomOfRacks key={racks[0]?.roomId} racks={racks} zoneName={detail.zone.name} />
          ))}
        </LinkFrame>
      )}
      <Pagination state={state} total={detail.racksTotal} pageSize={racksPerPage} />
    </Card>
  )
}
