'use client'
import { useLocale, useTranslations } from 'next-intl'
import { TagList } from '~/components/compute/tag-list'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Money } from '~/components/ui/display/money'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { formatGb, type Locale } from '~/lib/kernel/text/format'
import type { VolumeView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

/** Size, class, price, zone, date, and the order of the volume. */
export function VolumeFacts({ organisationId, volume }: { organisationId: string; volume: VolumeView }) {
  const t = useTranslations('compute')
  const locale = useLocale() as Locale
  const source = ({ volumeId, volume: name, snapshot }: NonNullable<VolumeView['source']>) => (
    <>
      <TextLink href={routes.org.volume(organisationId, volumeId)}>{name}</TextLink>
      {snapshot && ` · ${snapshot}`}
    </>
  )
  return (
    <Card
      title={t('facts.title')}
      padded={false}
      actions={
        <TextLink href={routes.org.order(organisationId, { from: volume.id })}>{t('facts.again')}</TextLink>
      }
    >
      <DescriptionList
        items={[
          { term: t('field.bundle'), value: volume.bundle.name },
          { term: t('field.capacity'), value: formatGb(volume.sizeGib, locale) },
          { term: t('field.class'), value: t(`volumeClass.${volume.volumeClass}`) },
          { term: t('field.monthlyPrice'), value: <Money cents={BigInt(volume.monthlyCents)} /> },
          { term: t('field.zone'), value: `${volume.zone.name} ${volume.zone.code}` },
          ...(Object.keys(volume.tags).length > 0
            ? [{ term: t('field.tags'), value: <TagList tags={volume.tags} /> }]
            : []),
          ...(volume.source ? [{ term: t('field.source'), value: source(volume.source) }] : []),
          { term: t('field.createdAt'), value: <Timestamp at={new Date(volume.createdAt)} /> },
          {
            term: t('field.order'),
            value: (
              <TextLink href={routes.org.orderDetail(organisationId, volume.order.id)}>
                {volume.order.number}
              </TextLink>
            ),
          },
        ].map((item) => ({ ...item, key: item.term }))}
      />
    </Card>
  )
}
