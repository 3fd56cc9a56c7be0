import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import { PageHeader } from '~/components/ui/display/page-header'
import { Badge } from '~/components/ui/display/state-pill'
import { may } from '~/lib/identity'
import type { Locale } from '~/lib/kernel/text/format'
import { listProjectSummaries } from '~/lib/resources'
import { routes } from '~/lib/routes'
import { CreateProject } from './_components/create-project'
import { FullestQuota } from './_components/fullest-quota'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('projects'))('title') }
}

export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('projects')
  const m = await getTranslations('money')
  const locale = (await getLocale()) as Locale
  const { organisationId } = ctx.membership
  const projects = await listProjectSummaries(ctx)
  const refusal = may(ctx, 'project:manage') ? undefined : t('mayNot')
  return (
    <ClientMessages namespaces={['projects']}>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={<CreateProject organisationId={organisationId} refusal={refusal} />}
      />
      <Card padded={false}>
        <DataTable
          caption={t('caption')}
          rows={projects}
          rowKey={(project) => project.id}
          rowHref={(project) => routes.org.project(organisationId, project.id)}
          columns={[
            { id: 'name', header: t('name'), cell: (project) => project.name, className: 'wrap-anywhere' },
            {
              id: 'standing',
              header: t('standing'),
              cell: ({ isDefault, archivedAt }) =>
                (isDefault || archivedAt) && <Badge>{t(archivedAt ? 'archived' : 'default')}</Badge>,
            },
            {
              id: 'costCentre',
              header: t('costCentre'),
              cell: (project) => <span className="font-mono text-sm">{project.costCentre ?? '–'}</span>,
            },
            {
              id: 'servers',
              header: t('servers'),
              cell: ({ running, instances }) => t('serversOf', { running, total: instances }),
            },
            { id: 'volumes', header: t('volumes'), numeric: true, cell: (project) => project.volumes },
            {
              id: 'quota',
              header: t('quota'),
              cell: ({ quotas }) => <FullestQuota quotas={quotas} locale={locale} />,
              csv: () => '',
            },
            {
              id: 'committed',
              header: m('committedHead'),
              numeric: true,
              cell: (project) => <Money cents={BigInt(project.committedCents)} bare />,
            },
            {
              id: 'monthToDate',
              header: m('toDateHead'),
              numeric: true,
              cell: (project) => <Money cents={BigInt(project.monthToDateCents)} bare />,
            },
          ]}
        />
      </Card>
    </ClientMessages>
  )
})
