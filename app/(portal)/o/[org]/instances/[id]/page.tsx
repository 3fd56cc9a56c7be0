import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { instanceIdParameter } from '~/lib/compute/schema'
import { may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { inspectInstance, listResizeChoices } from '~/lib/provisioning'
import { InstanceScreen } from './_components/instance-screen'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('compute.instances')
  return { title: t('title') }
}

export default defineOrganisationPage(async ({ ctx, params }) => {
  const parsed = instanceIdParameter.safeParse({ id: params.id })
  if (!parsed.success) throw new DomainError('not_found')
  const input = { instanceId: parsed.data.id }
  const [initial, resizeChoices] = [await inspectInstance(ctx, input), await listResizeChoices(ctx, input)]
  return (
    <ClientMessages namespaces={['compute', 'ordering', 'provisioning']}>
      <InstanceScreen
        organisationId={ctx.membership.organisationId}
        initial={initial}
        resizeChoices={resizeChoices}
        rights={{
          operate: may(ctx, 'instance:operate'),
          remove: may(ctx, 'instance:delete'),
          order: may(ctx, 'order:place'),
        }}
      />
    </ClientMessages>
  )
})
