import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { may } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { getOrder, readOrderForm } from '~/lib/ordering'
import { type OrderView, zonesWithRoom } from '~/lib/ordering/client'
import { answerCaseAction, decideOrderAction, withdrawOrderAction } from '../../approvals/actions'
import { retryBalancerAction } from '../../balancers/actions'
import { retryProvisioningAction } from '../../instances/actions'
import { retryVolumeAction } from '../../volumes/actions'
import { OrderProgress } from './_components/order-progress'
import type { OtherZones } from './_components/retry-actions'

type Props = { params: Promise<{ org: string; id: string }> }

/** Title and page share one read. */
const readOrder = cache(async (org: string, id: string) => getOrder(await memberContext(org), { id }))

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { org, id }] = [await getTranslations('ordering.list'), await params]
  const readName = async () => (await readOrder(org, id)).number
  return { title: await titleNaming(t('title'), readName) }
}

export default defineOrganisationPage(async ({ ctx, params }) => {
  const order = await readOrder(params.org ?? '', params.id ?? '')
  return (
    <ClientMessages
      namespaces={[
        'errors',
        'ordering',
        'buying',
        'provisioning',
        'compute.connect',
        'compute.firstBoot',
        'compute.health',
      ]}
    >
      <OrderProgress
        organisationId={ctx.membership.organisationId}
        initial={order}
        holdActions={{ decide: decideOrderAction, withdraw: withdrawOrderAction, answer: answerCaseAction }}
        otherZones={readOtherZones(ctx, order)}
        retry={
          may(ctx, 'order:place')
            ? {
                instance: retryProvisioningAction,
                volume: retryVolumeAction,
                balancer: retryBalancerAction,
              }
            : null
        }
        rights={{
          console: may(ctx, 'instance:console'),
          operate: may(ctx, 'instance:operate'),
          order: may(ctx, 'order:place'),
        }}
      />
    </ClientMessages>
  )
})

/** Counts the whole stock, so the page does not wait for it: only a failure shows it. */
async function readOtherZones(ctx: OpContext, order: OrderView): Promise<OtherZones> {
  const form = await readOrderForm(ctx)
  return Object.fromEntries(
    order.lines.map((line) => [
      line.id,
      zonesWithRoom(form, line.bundle.id, 1)
        .filter(({ zone }) => zone.id !== line.zone.id)
        .map(({ zone, free }) => ({ zoneId: zone.id, name: zone.name, count: free })),
    ]),
  )
}
