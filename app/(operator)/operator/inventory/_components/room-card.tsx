import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { RackColumn } from '~/components/chart/capacity-bar'
import { Card } from '~/components/ui/card'
import { fillPerMille, type HostView, type InventoryRoom } from '~/lib/inventory/client'
import { formatShare, type Locale } from '~/lib/kernel/format'
import { routes } from '~/lib/routes'

/** One room: a column per rack, a bar per host; each bar leads to its host. */
export function RoomCard({ room }: { room: InventoryRoom }) {
  const t = useTranslations('inventory')
  const locale = useLocale() as Locale
  const label = (host: HostView) =>
    t('hostBar', {
      name: host.name,
      state: t(`state.${host.state}`),
      share: formatShare(fillPerMille(host), 1000, locale),
      allocations: host.allocations,
    })
  const hosts = room.racks.reduce((sum, rack) => sum + rack.hosts.length, 0)
  return (
    <Card
      level={3}
      title={t('room', { site: room.site, room: room.name })}
      note={t('hosts', { count: hosts })}
    >
      <div className="grid grid-cols-[repeat(auto-fit,minmax(5.5rem,11rem))] gap-x-4 gap-y-5">
        {room.racks.map((rack) => (
          <RackColumn
            key={rack.id}
            name={t('rack', { name: rack.name })}
            hosts={rack.hosts.map((host) => ({
              id: host.id,
              label: label(host),
              used: fillPerMille(host),
              total: 1000,
              isClosed: host.state !== 'in_service',
            }))}
            renderHost={(host, bar) => (
              <Link
                href={routes.operator.host(host.id)}
                className="block rounded-[3px] py-1 hover:opacity-80"
              >
                {bar}
              </Link>
            )}
          />
        ))}
      </div>
    </Card>
  )
}
