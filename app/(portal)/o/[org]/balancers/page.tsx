import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { LinkButton } from '~/components/ui/links/link-button'
import { TextLink } from '~/components/ui/links/text-link'
import { may } from '~/lib/identity'
import { listBalancers } from '~/lib/resources'
import { listBalancersInput } from '~/lib/resources/schema'
import { routes } from '~/lib/routes'
import { BalancerTable } from './_components/balancer-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('balancers'))('title') }
}

/** The load balancers of the organisation, or of one project. */
export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('balancers')
  const { organisationId, organisationState } = ctx.membership
  const wanted = listBalancersInput.safeParse({ projectId: searchParams.project })
  const projectId = wanted.success ? wanted.data.projectId : undefined
  const balancers = await listBalancers(ctx, { projectId })
  const mayOrder = organisationState === 'active' && may(ctx, 'order:place')
  const order = mayOrder && (
    <LinkButton
      variant="primary"
      href={routes.org.newBalancer(organisationId, projectId ? { project: projectId } : {})}
    >
      {t('order')}
    </LinkButton>
  )
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={
          <>
            {t('lead')}{' '}
            {projectId && <TextLink href={routes.org.balancers(organisationId)}>{t('allProjects')}</TextLink>}
          </>
        }
        actions={
          <>
            <LinkButton href={routes.org.certificates(organisationId)}>{t('certificates')}</LinkButton>
            {balancers.length > 0 && order}
          </>
        }
      />
      <Card padded={false}>
        <ClientMessages namespaces={['balancers']}>
          <BalancerTable
            organisationId={organisationId}
            projectId={projectId}
            initial={balancers}
            order={order}
          />
        </ClientMessages>
      </Card>
    </>
  )
})
