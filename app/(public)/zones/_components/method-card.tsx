import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { TextLink } from '~/components/ui/links/text-link'
import { statusDays } from '~/lib/incidents/client'
import { deliveryRule } from '~/lib/ordering/client'
import { scarceStock } from '~/lib/placement/client'
import { routes } from '~/lib/routes'

/** The definition of every figure of the page. */
export function MethodCard() {
  const t = useTranslations('catalogue')
  const { most, fewest, fewestForShare } = deliveryRule
  const definitions = [
    { term: t('measured'), value: t('method.availability', { days: statusDays }) },
    { term: t('method.deliveryTitle'), value: t('method.delivery', { most, fewest, share: fewestForShare }) },
    { term: t('stock.title'), value: t('method.stock', scarceStock) },
    { term: t('lastIncident'), value: t('method.incident', { days: statusDays }) },
  ]
  return (
    <Card title={t('method.title')} note={t('method.note')} padded={false}>
      <dl className="divide-y divide-line">
        {definitions.map(({ term, value }) => (
          <div key={term} className="grid gap-x-6 gap-y-0.5 px-4.5 py-2.5 sm:grid-cols-[13rem_minmax(0,1fr)]">
            <dt className="text-ink-2">{term}</dt>
            <dd className="text-pretty">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="flex flex-wrap gap-x-6 gap-y-1 border-t border-line px-4.5 py-3">
        <TextLink href={routes.status()}>{t('method.status')}</TextLink>
        <TextLink href={routes.serviceLevels()}>{t('method.levels')}</TextLink>
        <TextLink href={routes.facts()}>{t('factsLink')}</TextLink>
      </p>
    </Card>
  )
}
