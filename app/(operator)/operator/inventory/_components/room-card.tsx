import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { RackColumn } from '~/components/chart/capacity-bar'
import { Card } from '~/components/ui/card'
import { fillPerMille, type HostView, type InventoryRoom } from '~/lib/inventory/client'
import { formatShare, type Locale } from '~/lib/kernel/format'
import { routes } from '~/lib/routes'

/** One room: a column per rack, a bar per host; each bar leads to its host. */
export function RoomCard({ room, zoneName }: { room: InventoryRoom; zoneName: string }) {
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
  const names = new Map<string, string>(
    room.racks.flatMap((rack) => rack.hosts.map((host) => [host.id, host.name])),
  )
  // Zone, room and rack are said above: what is left of `par1-b1-02-04` is its place in the rack.
  const shortName = (id: string) => (names.get(id) ?? '').split('-').at(-1)?.slice(0, 3)
  return (
    <Card
      level={3}
      title={
        zoneName === room.site
          ? t('roomAlone', { room: room.name })
          : t('room', { site: room.site, room: room.name })
      }
      note={t('hosts', { count: hosts })}
    >
      <div className="grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-x-4 gap-y-5">
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
                className="flex items-center gap-2 rounded-[3px] py-1 hover:opacity-80"
              >
                <span aria-hidden="true" className="w-5 shrink-0 font-mono text-sm text-ink-3">
                  {shortName(host.id)}
                </span>
                <span className="min-w-0 flex-1">{bar}</span>
              </Link>
            )}
          />
        ))}
      </div>
    </Card>
  )
}
