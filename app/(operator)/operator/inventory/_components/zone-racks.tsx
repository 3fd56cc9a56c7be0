import { useTranslations } from 'next-intl'
import { LinkFrame } from '~/components/table/link-frame'
import { cx } from '~/components/ui/cx'
import { Card } from '~/components/ui/display/card'
import { type RackOverview, racksByRoom } from '~/lib/datacentre/client'
import { RoomOfRacks } from './room-of-racks'

/** The rooms of a zone with their racks; nothing for a zone without racks. */
export function ZoneRacks({ zoneName, overview }: { zoneName: string; overview: RackOverview | undefined }) {
  const t = useTranslations('inventory')
  if (!overview || overview.racks.length === 0) return null
  const rooms = racksByRoom(overview.racks)
  return (
    <Card>
      <LinkFrame className={cx('grid gap-5', rooms.length > 1 && 'xl:grid-cols-2')}>
        {rooms.map((racks) => (
          <RoomOfRacks key={racks[0]?.roomId} racks={racks} zoneName={zoneName} isOverview />
        ))}
      </LinkFrame>
      {overview.total > overview.racks.length && (
        <p className="mt-4 text-sm text-ink-2">
          {t('zone.moreRacks', { shown: overview.racks.length, total: overview.total })}
        </p>
      )}
    </Card>
  )
}
