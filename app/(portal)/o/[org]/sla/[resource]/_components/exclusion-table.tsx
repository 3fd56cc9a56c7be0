import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { Locale } from '~/lib/kernel/text/format'
import { type Exclusion, formatExact } from '~/lib/sla/client'

/** The exclusions of the month, with reasons. */
export function ExclusionTable({ exclusions }: { exclusions: readonly Exclusion[] }) {
  const t = useTranslations('serviceLevels')
  const locale = useLocale() as Locale
  return (
    <Card title={t('evidence.exclusions')} padded={false}>
      <DataTable
        caption={t('evidence.exclusions')}
        rows={exclusions}
        rowKey={({ rule, from }) => `${rule} ${from}`}
        columns={[
          { id: 'rule', header: t('evidence.ruleHead'), cell: ({ rule }) => t(`evidence.rule.${rule}`) },
          {
            id: 'from',
            header: t('from'),
            cell: ({ from }) => <Timestamp at={new Date(from)} look="exact" />,
          },
          { id: 'to', header: t('to'), cell: ({ to }) => <Timestamp at={new Date(to)} look="exact" /> },
          {
            id: 'duration',
            header: t('duration'),
            numeric: true,
            cell: ({ from, to }) => formatExact(to - from, locale),
          },
        ]}
        empty={<p className="p-4.5 text-ink-2">{t('evidence.noExclusion')}</p>}
      />
    </Card>
  )
}
