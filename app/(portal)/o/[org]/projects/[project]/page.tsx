import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { TagList } from '~/components/compute/tag-list'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { Money } from '~/components/ui/display/money'
import { PageHeader } from '~/components/ui/display/page-header'
import { Stat } from '~/components/ui/display/stat'
import { Badge } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { listQuotaRequests } from '~/lib/budgets'
import { may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { listBalancers, listProjectSummaries } from '~/lib/resources'
import { routes } from '~/lib/routes'
import { AskQuota } from '../_components/ask-quota'
import { ProjectActions } from '../_components/project-actions'
import { QuotaCard } from '../_components/quota-card'
import { QuotaRequests } from '../_components/quota-requests'
import { ShareQuota } from '../_components/share-quota'

type Props = { params: Promise<{ org: string; project: string }> }

/** Once per request, for title and page. */
const projectsOf = cache(async (org: string) => listProjectSummaries(await memberContext(org)))

async function readProject(org: string, id: string | undefined) {
  const all = await projectsOf(org)
  const project = all.find((each) => each.id === id)
  if (!project) throw new DomainError('not_found')
  return { project, others: all.filter((each) => each.id !== id && !each.archivedAt) }
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { org, project: id }] = [await getTranslations('projects'), await params]
  return { title: await titleNaming(t('title'), async () => (await readProject(org, id)).project.name) }
}

export default defineOrganisationPage(async ({ ctx, params }) => {
  const t = await getTranslations('projects')
  const m = await getTranslations('money')
  const { organisationId, organisationState } = ctx.membership
  const { project, others } = await readProject(organisationId, params.project)
  const refusal = may(ctx, 'project:manage') ? undefined : t('mayNot')
  const requests = await listQuotaRequests(ctx, project.id)
  const mayAsk = may(ctx, 'quota:request', project.id) ? undefined : t('mayNotAsk')
  const balancers = await listBalancers(ctx, { projectId: project.id })
  const isOpen = project.archivedAt === null
  const mayOrder = isOpen && organisationState === 'active' && may(ctx, 'order:place', project.id)
  const inProject = { project: project.id }
  return (
    <ClientMessages namespaces={['projects', 'compute']}>
      <PageHeader
        title={project.name}
        reference={project.costCentre}
        state={(project.isDefault || !isOpen) && <Badge>{t(isOpen ? 'default' : 'archived')}</Badge>}
        lead={<TagList tags={project.tags} />}
        back={{ href: routes.org.projects(organisationId), label: t('all') }}
        actions={
          isOpen && (
            <>
              <ProjectActions organisationId={organisationId} project={project} refusal={refusal} />
              {mayOrder && (
                <LinkButton variant="primary" href={routes.org.order(organisationId, inProject)}>
                  {t('order')}
                </LinkButton>
              )}
            </>
          )
        }
      />
      {project.archivedAt && (
        <Callout tone="info" title={t('archivedTitle')} className="mb-4">
          {t('archivedOn')} <Timestamp at={new Date(project.archivedAt)} look="date" />
        </Callout>
      )}
      <div className="grid gap-4">
        <div className="grid grid-cols-2 gap-2.5 sm:gap-4 xl:grid-cols-4">
          <Stat
            label={m('toDate')}
            value={<Money cents={BigInt(project.monthToDateCents)} />}
            note={m('toDateNote')}
          />
          <Stat
            label={m('committed')}
            value={<Money cents={BigInt(project.committedCents)} />}
            note={m('committedNote')}
          />
          <Stat
            label={t('servers')}
            value={t('serversOf', { running: project.running, total: project.instances })}
          />
          <Stat label={t('volumes')} value={project.volumes} note={t('volumesNote')} />
        </div>
        <nav aria-label={t('resourcesTitle')} className="flex flex-wrap gap-2.5">
          <LinkButton href={routes.org.instances(organisationId, inProject)}>
            {t('seeServers', { count: project.instances })}
          </LinkButton>
          <LinkButton href={routes.org.volumes(organisationId, inProject)}>
            {t('seeVolumes', { count: project.volumes })}
          </LinkButton>
          <LinkButton href={routes.org.balancers(organisationId, inProject)}>
            {t('seeBalancers', { count: balancers.length })}
          </LinkButton>
          <LinkButton href={routes.org.orders(organisationId, inProject)}>{t('seeOrders')}</LinkButton>
        </nav>
        {isOpen && (
          <QuotaCard
            quotas={project.quotas}
            actions={
              <>
                {others.length > 0 && (
                  <ShareQuota
                    organisationId={organisationId}
                    project={project}
                    others={others.map(({ id, name }) => ({ id, name }))}
                    refusal={refusal}
                  />
                )}
                <AskQuota organisationId={organisationId} project={project} refusal={mayAsk} />
              </>
            }
          />
        )}
        <QuotaRequests organisationId={organisationId} requests={requests} refusal={mayAsk} />
      </div>
    </ClientMessages>
  )
})
