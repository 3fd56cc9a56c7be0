import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { getOrder, readOrderForm } from '~/lib/ordering'
import { zonesWithRoom } from '~/lib/ordering/client'
import { retryProvisioningAction } from '../../instances/actions'
import { OrderProgress } from './_components/order-progress'

type Props = { params: Promise<{ org: string; id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { org, id }] = [await getTranslations('ordering.list'), await params]
  const readName = async () => (await getOrder(await memberContext(org), { id })).number
  return { title: await titleNaming(t('title'), readName) }
}

export default defineOrganisationPage(async ({ ctx, params }) => {
  const order = await getOrder(ctx, { id: params.id ?? '' })
  const form = await readOrderForm(ctx)
  const otherZones = Object.fromEntries(
    order.lines.map((line) => [
      line.id,
      zonesWithRoom(form, line.bundle.id, 1)
        .filter(({ zone }) => zone.id !== line.zone.id)
        .map(({ zone, free }) => ({ zoneId: zone.id, name: zone.name, count: free })),
    ]),
  )
  return (
    <ClientMessages namespaces={['ordering', 'provisioning']}>
      <OrderProgress
        organisationId={ctx.membership.organisationId}
        initial={order}
        otherZones={otherZones}
        retry={form.mayOrder ? retryProvisioningAction : null}
      />
    </ClientMessages>
  )
})
