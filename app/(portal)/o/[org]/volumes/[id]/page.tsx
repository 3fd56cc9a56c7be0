import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { volumeIdParameter } from '~/lib/compute/schema'
import { may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { inspectVolume } from '~/lib/provisioning'
import { VolumeScreen } from './_components/volume-screen'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('compute.volumes')
  return { title: t('title') }
}

export default defineOrganisationPage(async ({ ctx, params }) => {
  const parsed = volumeIdParameter.safeParse({ id: params.id })
  if (!parsed.success) throw new DomainError('not_found')
  const initial = await inspectVolume(ctx, { volumeId: parsed.data.id })
  return (
    <ClientMessages namespaces={['compute', 'ordering', 'provisioning']}>
      <VolumeScreen
        organisationId={ctx.membership.organisationId}
        initial={initial}
        rights={{ operate: may(ctx, 'instance:operate'), remove: may(ctx, 'instance:delete') }}
      />
    </ClientMessages>
  )
})
