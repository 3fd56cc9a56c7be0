'use client'
import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import type { OrderedResource, OrderLineView } from '~/lib/ordering/client'

/** The location: site, room, rack, and the generation of the host. The host itself is not named. */
export function PlacementReceipt({
  line,
  resources,
}: {
  line: OrderLineView
  resources: readonly OrderedResource[]
}) {
  const t = useTranslations('ordering.placement')
  return (
    <Card title={t('title')} padded={false}>
      {resources.map(({ id, name, placement }) => (
        <section key={id} className="border-b border-line last:border-b-0">
          {resources.length > 1 && <h3 className="px-4.5 pt-3 font-mono text-sm font-medium">{name}</h3>}
          <DescriptionList
            items={[
              { key: 'zone', term: t('zone'), value: `${line.zone.name} ${line.zone.code}` },
              ...(placement
                ? [
                    {
                      key: 'site',
                      term: t('site'),
                      value: placement.room
                        ? t('siteValue', { site: placement.site, city: placement.city })
                        : placement.city,
                    },
                    ...(placement.room && placement.rack
                      ? [
                          {
                            key: 'place',
                            term: t('place'),
                            value: t('placeValue', { room: placement.room, rack: placement.rack }),
                          },
                        ]
                      : []),
                    ...(placement.generation
                      ? [{ key: 'generation', term: t('generation'), value: placement.generation }]
                      : []),
                  ]
                : []),
            ]}
          />
        </section>
      ))}
    </Card>
  )
}
