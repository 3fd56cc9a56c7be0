import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Badge } from '~/components/ui/display/state-pill'
import { type BundleEntry, isService } from '~/lib/catalogue/client'
import { formatGb, formatMib, formatNumber, type Locale } from '~/lib/kernel/text/format'

/** The bundle's contents, which never change: another size is another bundle. */
export function FactsCard({ bundle }: { bundle: BundleEntry }) {
  const t = useTranslations('pricing')
  const tCatalogue = useTranslations('catalogue')
  const locale = useLocale() as Locale
  const labels = Object.entries(bundle.requiredLabels)
  const items = [
    { key: 'family', term: t('field.family'), value: tCatalogue(`family.${bundle.family}`) },
    ...(bundle.vcpu > 0
      ? [
          { key: 'vcpu', term: t('fact.vcpu'), value: formatNumber(bundle.vcpu, locale) },
          { key: 'memory', term: t('fact.memory'), value: formatMib(bundle.memoryMib, locale) },
          { key: 'disk', term: t('fact.disk'), value: formatGb(bundle.rootDiskGib, locale) },
        ]
      : []),
    ...(bundle.volumeClass
      ? [
          {
            key: 'volume',
            term: t('fact.volume'),
            value: `${formatGb(bundle.volumeGib, locale)} · ${tCatalogue(`volumeClass.${bundle.volumeClass}`)}`,
          },
        ]
      : []),
    ...(isService(bundle.kind)
      ? []
      : [
          {
            key: 'placement',
            term: t('field.placement'),
            value: t(`placement.${bundle.placement ?? 'zone'}`),
          },
        ]),
    ...(labels.length > 0
      ? [
          {
            key: 'labels',
            term: t('field.labels'),
            value: labels.map(([name, value]) => (
              <Badge key={name} mono>
                {name}={value}
              </Badge>
            )),
          },
        ]
      : []),
    { key: 'live', term: t('column.live'), value: formatNumber(bundle.live, locale) },
  ]
  return (
    <Card title={t('facts')} padded={false}>
      <DescriptionList items={items} />
    </Card>
  )
}
