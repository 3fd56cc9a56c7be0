import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { StandingPill } from '~/components/billing/standing-pill'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/card'
import { EmptyState } from '~/components/ui/empty-state'
import { Money } from '~/components/ui/money'
import { Timestamp } from '~/components/ui/timestamp'
import { listAllDocuments } from '~/lib/billing'
import { periodParam } from '~/lib/billing/schema'
import { startOfParisDay } from '~/lib/kernel/paris-day'
import { routes } from '~/lib/routes'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('billingRuns'))('tab.documents') }
}

/** The invoices and credit notes of everybody, latest first; of one month where the address names it. */
export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations('billingRuns')
  const words = await getTranslations('billing')
  const period = periodParam.safeParse(searchParams.period).data ?? null
  const documents = await listAllDocuments(ctx, { period, organisationId: null })
  return (
    <Card padded={false}>
      <DataTable
        caption={t('tab.documents')}
        rows={documents}
        rowKey={(row) => row.id}
        rowHref={(row) => routes.operator.billingDocument(row.id)}
        columns={[
          {
            id: 'number',
            header: t('number'),
            cell: (row) => <span className="font-mono text-sm">{row.number}</span>,
          },
          { id: 'kind', header: t('kind'), cell: (row) => words(`kinds.${row.kind}`) },
          { id: 'organisation', header: t('organisation'), cell: (row) => row.organisation },
          {
            id: 'period',
            header: t('period'),
            cell: (row) => <span className="font-mono text-sm">{row.period}</span>,
          },
          {
            id: 'issuedOn',
            header: t('issuedOn'),
            cell: (row) => <Timestamp at={startOfParisDay(row.issuedOn)} look="date" />,
          },
          {
            id: 'standing',
            header: words('standingHead'),
            cell: (row) => <StandingPill standing={row.standing} />,
          },
          {
            id: 'net',
            header: t('net'),
            numeric: true,
            cell: (row) => <Money cents={BigInt(row.netCents)} bare />,
          },
          {
            id: 'gross',
            header: t('gross'),
            numeric: true,
            cell: (row) => <Money cents={BigInt(row.grossCents)} bare />,
          },
        ]}
        empty={<EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>}
      />
    </Card>
  )
})
