import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { LinkButton } from '~/components/ui/links/link-button'
import { may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { readAddressReferences } from '~/lib/ordering'
import { listBalancers, readBalancerForm, readNetworkForm } from '~/lib/resources'
import { routes } from '~/lib/routes'
import { freeName, preselectedNetwork } from '../_components/balancer-draft'
import { OrderForm } from '../_components/order-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('balancers.form'))('newTitle') }
}

/** Orders a load balancer: everything is chosen in advance, and can be changed. */
export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('balancers')
  const { organisationId, organisationState } = ctx.membership
  const projects = (await readNetworkForm(ctx)).projects.filter(({ id }) => may(ctx, 'order:place', id))
  const project = projects.find(({ id }) => id === searchParams.project) ?? projects[0]
  if (!project || organisationState !== 'active') throw new DomainError('forbidden')
  const form = await readBalancerForm(ctx, { projectId: project.id })
  const own = await listBalancers(ctx, { projectId: project.id })
  const header = (
    <PageHeader
      back={{ href: routes.org.balancers(organisationId), label: t('title') }}
      title={t('form.newTitle')}
      lead={t('lead')}
    />
  )
  if (!form.offer)
    return (
      <>
        {header}
        <Card>
          <EmptyState icon="balancer" title={t('empty.notSold')} />
        </Card>
      </>
    )
  return (
    <ClientMessages namespaces={['balancers', 'compute.rename', 'ordering.references']}>
      {header}
      {preselectedNetwork(form) || projects.length > 1 ? (
        <OrderForm
          key={project.id}
          organisationId={organisationId}
          projects={projects}
          projectId={project.id}
          name={freeName(own.map(({ name }) => name))}
          form={form}
          offer={form.offer}
          references={await readAddressReferences(ctx)}
        />
      ) : (
        <Card>
          <EmptyState
            icon="balancer"
            title={t('form.noNetwork')}
            action={
              <span className="flex flex-wrap justify-center gap-2.5">
                <LinkButton
                  variant="primary"
                  href={routes.org.order(organisationId, { project: project.id })}
                >
                  {t('form.orderServer')}
                </LinkButton>
                <LinkButton href={routes.org.networks(organisationId)}>{t('form.toNetworks')}</LinkButton>
              </span>
            }
          >
            {t('form.noNetworkText')}
          </EmptyState>
        </Card>
      )}
    </ClientMessages>
  )
})
