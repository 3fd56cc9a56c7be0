import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { PageHeader } from '~/components/ui/page-header'
import { readOrderForm } from '~/lib/ordering'
import { type OrderChoice, validChoice } from '~/lib/ordering/client'
import { addSshKeyAction } from '../keys/actions'
import { OrderForm } from './_components/order-form'
import { placeOrderAction } from './actions'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('ordering')
  return { title: t('title') }
}

export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('ordering')
  const { suggestedName, suggestedKeyIds, sshKeys, ...form } = await readOrderForm(ctx)
  const preset = presetOf(searchParams)
  const initial = validChoice(form, {
    bundleId: '',
    zoneId: '',
    imageId: '',
    sshKeyIds: suggestedKeyIds,
    name: suggestedName,
    quantity: 1,
    placement: '',
    references: {},
    ...preset,
  })
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <ClientMessages namespaces={['ordering', 'catalogue']}>
        <OrderForm
          {...form}
          organisationId={ctx.membership.organisationId}
          sshKeys={sshKeys}
          initial={initial}
          preset={preset}
          placeOrder={placeOrderAction}
          addKey={addSshKeyAction}
        />
      </ClientMessages>
    </>
  )
})

/** What the address asks for: `?bundle=…&zone=…`. */
function presetOf(searchParams: Record<string, string | string[] | undefined>): Partial<OrderChoice> {
  const { bundle, zone } = searchParams
  return {
    ...(typeof bundle === 'string' ? { bundleId: bundle } : {}),
    ...(typeof zone === 'string' ? { zoneId: zone } : {}),
  }
}
