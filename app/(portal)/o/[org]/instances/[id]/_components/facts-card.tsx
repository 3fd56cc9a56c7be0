'use client'
import { useTranslations } from 'next-intl'
import { useSpecText } from '~/components/compute/bundle-spec'
import { FirstBoot } from '~/components/compute/first-boot'
import { TagList } from '~/components/compute/tag-list'
import { Card } from '~/components/ui/display/card'
import { Copyable } from '~/components/ui/display/copyable'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Money } from '~/components/ui/display/money'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import {
  endedInstanceStates,
  type FirstBootView,
  type InstanceView,
  type UsageLineView,
} from '~/lib/resources/client'
import { routes } from '~/lib/routes'

/** Bundle, price, zone, image, dates, and the order of the server. */
export function FactsCard({
  organisationId,
  instance,
  usage,
  publicAddresses,
  firstBoot,
}: {
  organisationId: string
  instance: InstanceView
  /** This month's. */
  usage: readonly UsageLineView[]
  publicAddresses: readonly string[]
  firstBoot: FirstBootView | null
}) {
  const t = useTranslations('compute')
  const spec = useSpecText()
  const { bundle, zone, image } = instance
  const imageText = image.takesKeys ? image.name : t('facts.noCloudInit', { image: image.name })
  return (
    <Card
      title={t('facts.title')}
      padded={false}
      actions={
        <TextLink href={routes.org.order(organisationId, { from: instance.id })}>{t('facts.again')}</TextLink>
      }
    >
      <DescriptionList
        isDense
        items={[
          {
            term: t('field.bundle'),
            value: (
              <>
                {bundle.name} <span className="text-ink-2">· {spec(bundle)}</span>
              </>
            ),
          },
          // One that has ended costs nothing more per month.
          ...(endedInstanceStates.includes(instance.state)
            ? []
            : [{ term: t('field.monthlyPrice'), value: <Money cents={BigInt(instance.monthlyCents)} /> }]),
          {
            term: t('field.usageThisMonth'),
            value: <Money cents={usage.reduce((sum, { cents }) => sum + BigInt(cents), 0n)} />,
          },
          { term: t('field.zone'), value: `${zone.name} ${zone.code}` },
          { term: t('field.image'), value: imageText },
          ...(firstBoot ? [{ term: t('firstBoot.title'), value: <FirstBoot boot={firstBoot} /> }] : []),
          // A failed server has released its address.
          ...(instance.address && instance.state !== 'failed'
            ? [
                {
                  term: t('field.address'),
                  value: <Copyable text={instance.address} what={t('connect.address')} />,
                },
              ]
            : []),
          ...(instance.address6
            ? [
                {
                  term: t('field.address6'),
                  value: <Copyable text={instance.address6} what={t('connect.address')} />,
                },
              ]
            : []),
          ...(publicAddresses.length > 0
            ? [
                {
                  term: t('field.publicAddress'),
                  value: (
                    <TextLink href={routes.org.networks(organisationId)}>
                      {publicAddresses.join(', ')}
                    </TextLink>
                  ),
                },
              ]
            : []),
          ...(Object.keys(instance.tags).length > 0
            ? [{ term: t('field.tags'), value: <TagList tags={instance.tags} /> }]
            : []),
          { term: t('field.createdAt'), value: <Timestamp at={new Date(instance.createdAt)} /> },
          ...(instance.runningSince
            ? [
                {
                  term: t('field.runningSince'),
                  value: <Timestamp at={new Date(instance.runningSince)} />,
                },
              ]
            : []),
          {
            term: t('field.order'),
            value: (
              <TextLink href={routes.org.orderDetail(organisationId, instance.order.id)}>
                {instance.order.number}
              </TextLink>
            ),
          },
        ].map((item) => ({ ...item, key: item.term }))}
      />
    </Card>
  )
}
