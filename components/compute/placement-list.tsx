import { useTranslations } from 'next-intl'
import { DescriptionList } from '~/components/ui/display/description-list'
import type { PlacementReceipt } from '~/lib/placement/client'

type Level = PlacementReceipt['neighbours'][number]['level']

/**
 * The physical location of a resource and, at each level, the organisation's other resources that share its fate;
 * only existing levels: a volume has a site and a pool, a server a room, a rack and a host.
 */
export function PlacementList({ placement }: { placement: PlacementReceipt | null }) {
  const t = useTranslations('compute')
  if (!placement) return <p className="px-4.5 py-3.5 text-ink-2">{t('placement.none')}</p>
  const beside = (level: Level) => {
    const found = placement.neighbours.find((each) => each.level === level)
    if (!found) return t('placement.alone')
    const others = found.count - found.names.length
    return t('placement.beside', { names: found.names.join(', '), others })
  }
  const place = (value: string, level: Level) => (
    <>
      {value}
      <span className="block text-sm text-ink-3">{beside(level)}</span>
    </>
  )
  const { site, city, room, rack, generation, pool } = placement
  return (
    <DescriptionList
      items={[
        { key: 'site', term: t('field.site'), value: `${site}, ${city}` },
        ...(room ? [{ key: 'room', term: t('field.room'), value: place(room, 'room') }] : []),
        ...(rack ? [{ key: 'rack', term: t('field.rack'), value: place(rack, 'rack') }] : []),
        ...(generation
          ? [
              {
                key: 'host',
                term: t('field.host'),
                value: place(t('placement.host', { generation }), 'host'),
              },
            ]
          : []),
        ...(pool ? [{ key: 'pool', term: t('field.pool'), value: place(pool, 'pool') }] : []),
      ]}
    />
  )
}
