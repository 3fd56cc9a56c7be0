import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { StandingPill } from '~/components/billing/standing-pill'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/card'
import { EmptyState } from '~/components/ui/empty-state'
import { Money } from '~/components/ui/money'
import { Timestamp } from '~/components/ui/timestamp'
import { listDocuments } from '~/lib/billing'
import { startOfParisDay } from '~/lib/kernel/paris-day'
import { routes } from '~/lib/routes'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('billing'))('title') }
}

/** Invoices and credit notes, latest first. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('billing')
  const { organisationId } = ctx.membership
  const documents = await listDocuments(ctx)
  return (
    <Card padded={false}>
      <DataTable
        caption={t('tab.documents')}
        rows={documents}
        rowKey={(row) => row.id}
        rowHref={(row) => routes.org.billingDocument(organisationId, row.id)}
        columns={[
          {
            id: 'number',
            header: t('number'),
            cell: (row) => <span className="font-mono text-sm">{row.number}</span>,
          },
          { id: 'kind', header: t('kind'), cell: (row) => t(`kinds.${row.kind}`) },
          {
            id: 'issuedOn',
            header: t('issuedOn'),
            cell: (row) => <Timestamp at={startOfParisDay(row.issuedOn)} look="date" />,
          },
          {
            id: 'dueOn',
            header: t('dueOn'),
            cell: (row) => <Timestamp at={startOfParisDay(row.dueOn)} look="date" />,
          },
          {
            id: 'standing',
            header: t('standingHead'),
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
