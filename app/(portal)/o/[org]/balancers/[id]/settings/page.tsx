import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { Callout } from '~/components/ui/display/callout'
import { PageHeader } from '~/components/ui/display/page-header'
import { readBalancer, readBalancerForm } from '~/lib/resources'
import { routes } from '~/lib/routes'
import { ChangeForm } from '../../_components/change-form'
import { SettingsCard } from '../_components/settings-card'
import { readId } from '../read-id'

type Props = { params: Promise<{ org: string; id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { org, id }] = [await getTranslations('balancers'), await params]
  const title = await titleNaming(t('settings.title'), async () =>
    t('form.changeTitle', { name: (await readBalancer(await memberContext(org), readId(id))).name }),
  )
  return { title }
}

/** The settings of a load balancer, in the form in which it was ordered. */
export default defineOrganisationPage(async ({ ctx, params }) => {
  const t = await getTranslations('balancers')
  const { organisationId } = ctx.membership
  const balancer = await readBalancer(ctx, readId(params.id))
  return (
    <ClientMessages namespaces={['balancers']}>
      <PageHeader
        back={{ href: routes.org.balancer(organisationId, balancer.id), label: balancer.name }}
        title={t('form.changeTitle', { name: balancer.name })}
        lead={t('form.changeLead')}
      />
      {balancer.may.change ? (
        <ChangeForm
          organisationId={organisationId}
          balancer={{ id: balancer.id, networkId: balancer.network.id, settings: balancer.settings }}
          form={await readBalancerForm(ctx, { projectId: balancer.project.id })}
        />
      ) : (
        <div className="grid max-w-4xl gap-4">
          <Callout tone="info" title={t(balancer.state === 'active' ? 'action.readOnly' : 'action.notNow')} />
          <SettingsCard settings={balancer.settings} certificates={balancer.certificates} />
        </div>
      )}
    </ClientMessages>
  )
})
