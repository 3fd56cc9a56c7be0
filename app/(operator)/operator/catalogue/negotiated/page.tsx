import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { listNegotiatedBuyers } from '~/lib/catalogue'
import { routes } from '~/lib/routes'
import { CatalogueTabs } from '../_components/catalogue-tabs'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('pricing.negotiated'))('title') }
}

/** Organisations with negotiated prices; each links to its own page. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('pricing.negotiated')
  const rows = await listNegotiatedBuyers(ctx)
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <CatalogueTabs />
      <Card padded={false}>
        <DataTable
          caption={t('title')}
          rows={rows}
          rowKey={(row) => row.organisationId}
          rowHref={(row) => routes.operator.negotiatedOf(row.organisationId)}
          columns={[
            { id: 'organisation', header: t('organisation'), cell: (row) => row.organisation },
            { id: 'reason', header: t('reason'), cell: (row) => row.reason ?? t('publicPrices') },
            {
              id: 'from',
              header: t('from'),
              cell: (row) => (row.validFrom ? <Timestamp at={new Date(row.validFrom)} look="date" /> : '–'),
            },
          ]}
          empty={<EmptyState title={t('nobody')}>{t('nobodyText')}</EmptyState>}
        />
      </Card>
    </>
  )
})
