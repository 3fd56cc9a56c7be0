import { useLocale, useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { Money } from '~/components/ui/display/money'
import { formatBasisPoints, type Locale } from '~/lib/kernel/text/format'
import { costReferenceNames, type Engagement } from '~/lib/ordering/client'

type Props = { engagement: Engagement; references: Readonly<Record<string, string | undefined>> }

/** What the buyer is committed to, and the references under which it is paid. */
export function EngagementCard(props: Props) {
  const t = useTranslations('ordering.engagement')
  return (
    <Card title={t('title')} padded={false}>
      <EngagementList {...props} />
    </Card>
  )
}

/** The same without a frame, for a dialog. */
export function EngagementList({ engagement, references }: Props) {
  const t = useTranslations('ordering.engagement')
  const r = useTranslations('ordering.references')
  const locale = useLocale() as Locale
  const { netCents, vatBasisPoints, vatCents, grossCents, term } = engagement
  const money = (cents: string) => <Money cents={BigInt(cents)} />
  return (
    <DescriptionList
      items={[
        { key: 'net', term: t('net'), value: money(netCents) },
        {
          key: 'vat',
          term: t('vat', { rate: formatBasisPoints(vatBasisPoints, locale) }),
          value: money(vatCents),
        },
        { key: 'gross', term: t('gross'), value: <strong>{money(grossCents)}</strong> },
        {
          key: 'term',
          term: t('term'),
          value: term ? (
            <>
              {t('months', { months: term.months })}
              <span className="block">
                {t.rich('over', {
                  net: () => money(term.netCents),
                  gross: () => <strong>{money(term.grossCents)}</strong>,
                })}
              </span>
            </>
          ) : (
            t('hourly')
          ),
        },
        ...costReferenceNames.flatMap((name) => {
          const value = references[name]
          return value
            ? [{ key: name, term: r(name), value: <span className="font-mono text-sm">{value}</span> }]
            : []
        }),
      ]}
    />
  )
}
