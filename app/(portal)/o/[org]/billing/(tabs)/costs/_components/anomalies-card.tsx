import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Disclosure } from '~/components/ui/display/disclosure'
import { Money } from '~/components/ui/display/money'
import type { CostWatchView } from '~/lib/billing/client'
import { formatDate, formatMoney, type Locale } from '~/lib/kernel/text/format'
import { WatchForm } from './watch-form'

type Props = { organisationId: string; watch: CostWatchView; refusal: string | undefined }

/** Days that cost more than expected, their causes, and the notification threshold. */
export function AnomaliesCard({ organisationId, watch, refusal }: Props) {
  const t = useTranslations('costWatch')
  const locale = useLocale() as Locale
  const { anomalies, isOn, minimumEuros } = watch
  return (
    <Card title={t('title')} padded={false}>
      <DataTable
        caption={t('title')}
        rows={anomalies}
        rowKey={(row) => `${row.day} ${row.projectId}`}
        columns={[
          {
            id: 'day',
            header: t('day'),
            cell: (row) => formatDate(new Date(`${row.day}T12:00:00Z`), locale),
          },
          { id: 'project', header: t('project'), cell: (row) => row.project },
          {
            id: 'cents',
            isEnd: true,
            header: t('cost'),
            numeric: true,
            cell: (row) => <Money cents={BigInt(row.cents)} bare />,
          },
          {
            id: 'expected',
            header: t('expected'),
            numeric: true,
            cell: (row) => <Money cents={BigInt(row.expectedCents)} bare />,
          },
          {
            id: 'allowed',
            header: t('allowed'),
            numeric: true,
            cell: (row) => <Money cents={BigInt(row.allowedCents)} bare />,
          },
          {
            id: 'causes',
            header: t('causes'),
            cell: (row) =>
              row.causes
                .map((cause) =>
                  t('cause', {
                    name: cause.name,
                    spent: formatMoney(BigInt(cause.cents), locale),
                    usual: formatMoney(BigInt(cause.usualCents), locale),
                  }),
                )
                .join(' · '),
          },
        ]}
        empty={<p className="p-4.5 text-ink-2">{isOn ? t('none') : t('off')}</p>}
      />
      <div className="grid gap-3 border-t border-line px-4.5 pt-2.5 pb-4.5">
        <Disclosure summary={t('method')}>
          <p className="max-w-3xl text-sm text-ink-2">{t('rule')}</p>
        </Disclosure>
        <WatchForm
          organisationId={organisationId}
          isOn={isOn}
          minimumEuros={minimumEuros}
          refusal={refusal}
        />
      </div>
    </Card>
  )
}
