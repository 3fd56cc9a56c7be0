import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { readTicketQueue } from '~/lib/support'
import { DeskFilters } from './_components/desk-filters'
import { DeskList } from './_components/desk-list'
import { Figures } from './_components/figures'
import { deskQuery, readDeskFilter } from './_components/read-filter'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('support.desk'))('title') }
}

/** The support queue: waiting tickets, overdue first answers first, and the answer statistics. */
export default defineSignedInPage('operator', async ({ ctx, searchParams }) => {
  const t = await getTranslations('support.desk')
  const filter = readDeskFilter(searchParams)
  const { entries, counts, figures } = await readTicketQueue(ctx, filter)
  return (
    <ClientMessages namespaces={['support']}>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="grid gap-5">
        <Figures figures={figures} />
        <DeskFilters filter={filter} counts={counts} />
        {entries.length === 0 ? (
          <Card>
            <EmptyState icon="check" title={t('emptyTitle')}>
              {t('empty')}
            </EmptyState>
          </Card>
        ) : (
          <DeskList entries={entries} query={deskQuery(filter)} currentId={null} now={ctx.now} />
        )}
      </div>
    </ClientMessages>
  )
})
