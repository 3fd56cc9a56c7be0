import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { PageHeader } from '~/components/ui/display/page-header'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { may } from '~/lib/identity'
import { routes } from '~/lib/routes'
import { listCommitments } from '~/lib/usage'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('commitments'))('title') }
}

const tones = { active: 'ok', renewed: 'info', ended: 'off', left: 'warn' } as const

/** The organisation's commitments, next to end first; each resource's page has its renewal choice. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('commitments')
  const { organisationId } = ctx.membership
  const rows = await listCommitments(ctx)
  const hrefOf = ({ kind, id }: (typeof rows)[number]['resource']) =>
    kind === 'instance'
      ? routes.org.instance(organisationId, id, { tab: 'history' })
      : routes.org.volume(organisationId, id)
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Card padded={false}>
        <DataTable
          caption={t('title')}
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => hrefOf(row.resource)}
          columns={[
            { id: 'resource', header: t('resource'), cell: (row) => row.resource.name },
            { id: 'bundle', header: t('bundle'), cell: (row) => row.bundle },
            {
              id: 'state',
              header: t('stateHeader'),
              cell: (row) => <StatePill tone={tones[row.state]}>{t(`state.${row.state}`)}</StatePill>,
            },
            { id: 'term', header: t('term'), cell: (row) => t('months', { months: row.termMonths }) },
            {
              id: 'from',
              header: t('from'),
              cell: (row) => <Timestamp at={new Date(row.startedAt)} look="date" />,
            },
            {
              id: 'to',
              header: t('to'),
              cell: (row) => <Timestamp at={new Date(row.endedAt ?? row.endsAt)} look="date" />,
            },
            {
              id: 'renewal',
              header: t('renewal'),
              cell: (row) => (row.state === 'active' ? t(`renewals.${row.renewal}`) : '–'),
            },
            {
              id: 'price',
              header: t('perMonth'),
              numeric: true,
              cell: (row) => <Money cents={BigInt(row.monthlyCents)} bare />,
            },
            {
              id: 'hourly',
              header: t('hourlyColumn'),
              numeric: true,
              cell: (row) => <Money cents={BigInt(row.hourlyMonthlyCents)} bare />,
            },
          ]}
          empty={
            <EmptyState
              title={t('emptyTitle')}
              action={
                may(ctx, 'order:place') && (
                  <LinkButton href={routes.org.order(organisationId)} variant="primary" size="sm">
                    {t('order')}
                  </LinkButton>
                )
              }
            >
              {t('empty')}
            </EmptyState>
          }
        />
      </Card>
    </>
  )
})
