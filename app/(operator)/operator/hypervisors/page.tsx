import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineSignedInPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { listHypervisors } from '~/lib/hypervisors'
import { mayStaff } from '~/lib/identity'
import { AddHypervisor } from './_components/add-hypervisor'
import { HypervisorCard } from './_components/hypervisor-card'
import { addHypervisorAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('hypervisors'))('title') }
}

/** The hypervisors of zones that are not simulated, with a worker's findings and what is sold of them. */
export default defineSignedInPage('operator', async ({ ctx }) => {
  const t = await getTranslations('hypervisors')
  const hypervisors = await listHypervisors(ctx)
  const mayChange = mayStaff(ctx, 'inventory:change')
  // One primary action per page: the pending confirmation comes before adding another.
  const isWaiting = hypervisors.some(
    ({ state, decision }) => state === 'found' && decision?.outcome === 'usable',
  )
  const add = mayChange && (
    <AddHypervisor action={addHypervisorAction} variant={isWaiting ? 'secondary' : 'primary'} />
  )
  return (
    <ClientMessages namespaces={['errors', 'hypervisors']}>
      <PageHeader title={t('title')} lead={t('lead')} actions={hypervisors.length > 0 && add} />
      {hypervisors.length === 0 ? (
        <Card>
          <EmptyState icon="server" title={t('empty.title')} action={add}>
            {t('empty.text')}
          </EmptyState>
        </Card>
      ) : (
        <div className="grid gap-5">
          {hypervisors.map((each) => (
            <HypervisorCard key={each.id} hypervisor={each} mayChange={mayChange} />
          ))}
        </div>
      )}
    </ClientMessages>
  )
})
