import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { documentColumns } from '~/components/billing/document-columns'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { LinkButton } from '~/components/ui/links/link-button'
import { listAllDocuments } from '~/lib/billing'
import { isId } from '~/lib/kernel/ids'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { periodField } from '~/lib/kernel/time/date-fields'
import { routes } from '~/lib/routes'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('moderation.nav'))('documents') }
}

/** Invoices and credit notes of all organisations, latest first; the address filters by month or customer. */
export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations('billingRuns')
  const columns = documentColumns(await getTranslations('billing'))
  const locale = (await getLocale()) as Locale
  const period = periodField.safeParse(searchParams.period).data ?? null
  const { organisation } = searchParams
  const organisationId = isId('organisation', organisation) ? organisation : null
  const documents = await listAllDocuments(ctx, { period, organisationId })
  // The organisation's name when filtered by one; unknown without documents.
  const organisationName = organisationId === null ? undefined : documents[0]?.organisation
  return (
    <Card
      padded={false}
      {...(organisationName !== undefined && {
        title: organisationName,
        actions: (
          <LinkButton size="sm" href={routes.operator.billingDocuments(period ? { period } : {})}>
            {t('allDocuments')}
          </LinkButton>
        ),
      })}
    >
      <DataTable
        caption={t('tab.documents')}
        rows={documents}
        rowKey={(row) => row.id}
        rowHref={(row) => routes.operator.billingDocument(row.id)}
        columns={[
          columns.number,
          columns.kind,
          { id: 'organisation', header: t('organisation'), cell: (row) => row.organisation },
          {
            id: 'period',
            header: t('period'),
            cell: (row) => formatMonth(row.period, locale),
          },
          columns.issuedOn,
          columns.standing,
          columns.net,
          columns.gross,
        ]}
        empty={<EmptyState title={t('noDocuments')} />}
      />
    </Card>
  )
})
