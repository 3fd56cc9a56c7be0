import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { listRelocations } from '~/lib/relocation'
import { type RelocationSummary, relocationDisplayState, relocationTones } from '~/lib/relocation/client'
import { routes } from '~/lib/routes'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('planning'))('title') }
}

/** All relocations, current ones first. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('planning')
  const relocations = await listRelocations(ctx)
  const titleOf = ({ kind, host, zone }: RelocationSummary) =>
    kind === 'drain' ? t('ofHost', { host: host?.name ?? '' }) : t('ofZone', { zone: zone.name })
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      {relocations.length === 0 ? (
        <EmptyState icon="server" title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <Card padded={false}>
          <DataTable
            caption={t('title')}
            rows={relocations}
            rowKey={(relocation) => relocation.id}
            rowHref={(relocation) => routes.operator.relocation(relocation.id)}
            columns={[
              { id: 'what', header: t('column.what'), cell: titleOf },
              {
                id: 'state',
                header: t('column.state'),
                cell: (relocation) => {
                  const standing = relocationDisplayState(relocation, ctx.now)
                  return <StatePill tone={relocationTones[standing]}>{t(`state.${standing}`)}</StatePill>
                },
                csv: (relocation) => t(`state.${relocationDisplayState(relocation, ctx.now)}`),
              },
              {
                id: 'progress',
                header: t('column.progress'),
                numeric: true,
                cell: ({ moved, moves }) => `${moved} / ${moves}`,
              },
              { id: 'failed', header: t('column.failed'), numeric: true, cell: ({ failed }) => failed },
              { id: 'reason', header: t('column.reason'), cell: ({ reason }) => reason },
              {
                id: 'start',
                header: t('column.start'),
                cell: ({ startsAt }) => <Timestamp at={new Date(startsAt)} look="short" />,
              },
            ]}
          />
        </Card>
      )}
    </>
  )
})
