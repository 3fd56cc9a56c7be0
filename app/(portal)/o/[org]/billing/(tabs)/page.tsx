import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { documentColumns } from '~/components/billing/document-columns'
import { listedColumns } from '~/components/billing/listed-columns'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { listDocuments } from '~/lib/billing'
import type { Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { findLatestCredits } from '~/lib/sla'
import { LatestCredits } from './_components/latest-credits'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('billing'))('title') }
}

/** Invoices and credit notes, latest first. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('billing')
  const { organisationId } = ctx.membership
  const columns = documentColumns(t)
  const listed = listedColumns(t, (await getLocale()) as Locale, ({ id }) =>
    routes.org.documentFile(organisationId, id, 'pdf'),
  )
  const [documents, credits] = await Promise.all([listDocuments(ctx), findLatestCredits(ctx)])
  return (
    <div className="grid gap-5">
      {credits && <LatestCredits organisationId={organisationId} month={credits} />}
      <Card padded={false}>
        <DataTable
          caption={t('tab.documents')}
          rows={documents}
          rowKey={(row) => row.id}
          rowHref={(row) => routes.org.billingDocument(organisationId, row.id)}
          columns={[
            columns.number,
            listed.period,
            listed.group,
            columns.issuedOn,
            columns.dueOn,
            columns.standing,
            columns.net,
            columns.gross,
            listed.file,
          ]}
          isWhole
          empty={<EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>}
        />
      </Card>
    </div>
  )
})
