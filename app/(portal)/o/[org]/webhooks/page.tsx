import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
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
  const refusal = organisationState === 'active' && may(ctx, 'webhook:manage') ? undefined : t('mayNot')
  return (
    <ClientMessages namespaces={['webhooks']}>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={<CreateWebhook organisationId={organisationId} refusal={refusal} />}
      />
      <div className="grid gap-4">
        <Card title={t('endpoints')} padded={false}>
          <EndpointTable organisationId={organisationId} endpoints={endpoints} refusal={refusal} />
        </Card>
        {endpoints.length > 0 && (
          <Card title={t('deliveries')} note={t('deliveriesNote')} padded={false}>
            <DeliveryTable organisationId={organisationId} deliveries={deliveries} refusal={refusal} />
          </Card>
        )}
      </div>
    </ClientMessages>
  )
})
