import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { TextLink } from '~/components/ui/links/text-link'
import { may } from '~/lib/identity'
import { listFirewalls } from '~/lib/resources'
import { routes } from '~/lib/routes'
import { CreateSet } from './_components/create-set'
import { ProjectRules } from './_components/project-rules'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('firewall'))('title') }
}

/** The rule sets of the organisation's projects, and who reaches whom by them. */
export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('firewall')
  const { organisationId } = ctx.membership
  const firewalls = await listFirewalls(ctx)
  const refusal = may(ctx, 'instance:operate') ? undefined : t('mayNot')
  const projects = firewalls.map(({ projectId, projectName }) => ({ id: projectId, name: projectName }))
  return (
    <ClientMessages namespaces={['firewall']}>
      <PageHeader
        title={t('title')}
        lead={
          <>
            {t('lead')} <TextLink href={routes.org.networks(organisationId)}>{t('toNetworks')}</TextLink>
          </>
        }
        actions={<CreateSet organisationId={organisationId} projects={projects} refusal={refusal} />}
      />
      <div className="grid gap-8">
        {firewalls.map((firewall) => (
          <ProjectRules
            key={firewall.projectId}
            organisationId={organisationId}
            firewall={firewall}
            isOnly={firewalls.length === 1}
            refusal={refusal}
          />
        ))}
      </div>
    </ClientMessages>
  )
})
