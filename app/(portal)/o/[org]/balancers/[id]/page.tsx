import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { readBalancer } from '~/lib/resources'
import { BalancerScreen } from './_components/balancer-screen'
import { readId } from './read-id'

type Props = { params: Promise<{ org: string; id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { org, id }] = [await getTranslations('balancers'), await params]
  const title = await titleNaming(
    t('title'),
    async () => (await readBalancer(await memberContext(org), readId(id))).name,
  )
  return { title }
}

/** One load balancer. */
export default defineOrganisationPage(async ({ ctx, params }) => (
  <ClientMessages namespaces={['balancers', 'compute', 'provisioning']}>
    <BalancerScreen
      organisationId={ctx.membership.organisationId}
      initial={await readBalancer(ctx, readId(params.id))}
    />
  </ClientMessages>
))
