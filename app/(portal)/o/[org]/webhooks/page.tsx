import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { eventLabels } from '~/app/_server/event-labels'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { may } from '~/lib/identity'
import { readWebhooks } from '~/lib/webhooks'
import { CreateWebhook } from './_components/create-webhook'
import { DeliveryTable } from './_components/delivery-table'
import { EndpointTable } from './_components/endpoint-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhooks'))('title') }
}

export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('webhooks')
  const { organisationId, organisationState } = ctx.membership
  const { endpoints, deliveries } = await readWebhooks(ctx)
  const { groups, of: labels } = await eventLabels()
  const refusal = organisationState === 'active' && may(ctx, 'webhook:manage') ? undefined : t('mayNot')
  const followed = endpoints.flatMap(({ events }) => events)
  const sent = deliveries.map(({ event }) => event)
  return (
    <ClientMessages namespaces={['webhooks']}>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={<CreateWebhook organisationId={organisationId} groups={groups} refusal={refusal} />}
      />
      <div className="grid gap-4">
        <Card title={t('endpoints')} padded={false}>
          <EndpointTable {...{ organisationId, endpoints, refusal }} labels={only(labels, followed)} />
        </Card>
        {endpoints.length > 0 && (
          <Card title={t('deliveries')} note={t('deliveriesNote')} padded={false}>
            <DeliveryTable {...{ organisationId, deliveries, refusal }} labels={only(labels, sent)} />
          </Card>
        )}
      </div>
    </ClientMessages>
  )
})

/** The labels that a table shows. */
const only = (labels: Readonly<Record<string, string>>, events: readonly string[]) =>
  Object.fromEntries(events.map((event) => [event, labels[event] ?? event]))
