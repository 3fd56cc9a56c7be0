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
  const { of, netCents, vatBasisPoints, vatCents, grossCents, terms, isPartlyHourly } = engagement
  const money = (cents: string) => <Money cents={BigInt(cents)} />
  return (
    <DescriptionList
      items={[
        { key: 'net', term: t(`${of}.net`), value: money(netCents) },
        {
          key: 'vat',
          term: t('vat', { rate: formatBasisPoints(vatBasisPoints, locale) }),
          value: money(vatCents),
        },
        { key: 'gross', term: t(`${of}.gross`), value: <strong>{money(grossCents)}</strong> },
        ...terms.map((term) => ({
          key: `${term.months}`,
          term: t('term', { months: term.months }),
          value: (
            <>
              <strong>{money(term.grossCents)}</strong> {t('inAll')}
              <span className="block text-sm text-ink-2">
                {t.rich('net', { sum: () => money(term.netCents) })}
              </span>
            </>
          ),
        })),
        ...(of === 'change' ? [{ key: 'hourly', term: t('duration'), value: t('unchanged') }] : []),
        ...(isPartlyHourly
          ? [
              {
                key: 'hourly',
                term: t(terms.length > 0 ? 'rest' : 'duration'),
                value: t('hourly'),
              },
            ]
          : []),
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
