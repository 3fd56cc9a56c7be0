import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { signedInContext } from '~/app/_server/context'
import { defineSignedInPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/display/page-header'
import { getPlaceName } from '~/lib/datacentre'
import { mayStaff } from '~/lib/identity'
import { readHostLoss } from '~/lib/resources'
import { routes } from '~/lib/routes'
import { LossActions } from './_components/loss-actions'
import { LossStanding } from './_components/loss-standing'
import { LostServersTable } from './_components/lost-servers-table'
import { RecoveredTable } from './_components/recovered-table'

type Props = { params: Promise<{ host: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('losses')
  const { host } = await params
  return { title: await titleNaming(t('title'), async () => getPlaceName(await signedInContext(), host)) }
}

/** What is on a host that does not answer, the declaration of its loss, and the start of its servers elsewhere. */
export default defineSignedInPage('operator', async ({ ctx, params }) => {
  const t = await getTranslations('losses')
  const view = await readHostLoss(ctx, params.host ?? '')
  const mayChange = mayStaff(ctx, 'inventory:change')
  return (
    <ClientMessages namespaces={['errors', 'losses', 'compute']}>
      <PageHeader
        back={{ href: routes.operator.host(view.host.id), label: t('back', { host: view.host.name }) }}
        title={t('heading', { host: view.host.name })}
        lead={t('lead', { zone: view.zone.name, count: view.servers.length })}
        actions={<LossActions view={view} mayChange={mayChange} />}
      />
      <LossStanding view={view} />
      <div className="grid gap-4">
        <LostServersTable view={view} mayChange={mayChange} />
        <RecoveredTable view={view} />
      </div>
    </ClientMessages>
  )
})
