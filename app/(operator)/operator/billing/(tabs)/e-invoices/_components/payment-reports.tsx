import { getLocale, getTranslations } from 'next-intl/server'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { Badge, StatePill, type Tone } from '~/components/ui/display/state-pill'
import type { PaymentReportView } from '~/lib/billing/client'
import { formatDate, type Locale } from '~/lib/kernel/text/format'
import { documentColumns, reasonColumn } from './document-columns'
import { ResendReport } from './resend-report'

const tones: Readonly<Record<PaymentReportView['state'], Tone>> = {
  waiting: 'off',
  deposited: 'info',
  accepted: 'ok',
  rejected: 'bad',
  failed: 'bad',
}

/** Payment reports to platforms, rejected ones first. */
export async function PaymentReports({
  reports,
  mayAct,
}: {
  reports: readonly PaymentReportView[]
  mayAct: boolean
}) {
  const t = await getTranslations('billingDelivery')
  const locale = (await getLocale()) as Locale
  return (
    <Card title={t('reports')} note={t('reportsNote')} padded={false}>
      <DataTable
        caption={t('reports')}
        rows={reports}
        rowKey={(row) => row.id}
        columns={[
          ...documentColumns({ document: t('document'), buyer: t('buyer') }),
          {
            id: 'paidOn',
            header: t('paidOn'),
            cell: (row) => formatDate(new Date(`${row.occurredOn}T12:00:00Z`), locale),
          },
          {
            id: 'state',
            header: t('stateColumn'),
            cell: (row) => (
              <span className="flex flex-wrap items-center gap-1.5">
                <StatePill tone={tones[row.state]}>{t(`paymentState.${row.state}`)}</StatePill>
                {row.isOpen && <Badge>{t('todo')}</Badge>}
              </span>
            ),
          },
          reasonColumn(t('reason')),
          {
            id: 'amount',
            header: t('amount'),
            numeric: true,
            cell: (row) => <Money cents={BigInt(row.cents)} bare />,
          },
          {
            id: 'actions',
            header: <span className="sr-only">{t('resend')}</span>,
            cell: (row) =>
              mayAct && row.isOpen ? <ResendReport id={row.id} number={row.documentNumber} /> : null,
          },
        ]}
        empty={<EmptyState title={t('reportsEmpty')}>{t('reportsEmptyText')}</EmptyState>}
      />
    </Card>
  )
}
