import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { may } from '~/lib/identity'
import { listQuotes } from '~/lib/ordering'
import { routes } from '~/lib/routes'
import { QuotePill } from './_components/quote-pill'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('quotes'))('title') }
}

/** All quotes of the organisation in all versions, latest first. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('quotes')
  const { organisationId } = ctx.membership
  const rows = await listQuotes(ctx)
  const order = may(ctx, 'order:place') && (
    <LinkButton href={routes.org.order(organisationId)} variant="primary" size="sm">
      {t('new')}
    </LinkButton>
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} actions={rows.length > 0 && order} />
      <Card padded={false}>
        <DataTable
          caption={t('title')}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => routes.org.quote(organisationId, row.id)}
          columns={[
            {
              id: 'number',
              header: t('number'),
              cell: (row) => (
                <span className="font-mono text-sm">
                  {row.number} {t('v', { version: row.version })}
                </span>
              ),
              csv: (row) => `${row.number} v${row.version}`,
            },
            { id: 'state', header: t('column.state'), cell: (row) => <QuotePill state={row.state} /> },
            { id: 'project', header: t('project'), cell: (row) => row.project, hideable: true },
            { id: 'createdBy', header: t('createdBy'), cell: (row) => row.createdBy, hideable: true },
            {
              id: 'createdAt',
              header: t('createdAt'),
              cell: (row) => <Timestamp at={new Date(row.createdAt)} look="date" />,
            },
            {
              id: 'validUntil',
              header: t('validUntil'),
              cell: (row) => <Timestamp at={lastMoment(row.validUntil)} look="date" />,
            },
            {
              id: 'perMonth',
              header: t('perMonth'),
              numeric: true,
              cell: (row) => <Money cents={BigInt(row.monthlyCents)} bare />,
            },
          ]}
          empty={
            <EmptyState title={t('emptyTitle')} action={order}>
              {t('empty')}
            </EmptyState>
          }
        />
      </Card>
    </>
  )
})

/** Show the last day on which the quote is valid. */
const lastMoment = (validUntil: string) => new Date(Date.parse(validUntil) - 1)
